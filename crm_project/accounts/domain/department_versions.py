"""Versions that hold per department from a day on: which one does, and the number of the next (rows Ni1, Ni2)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from django.db.models import Max, QuerySet

from crm_project.accounts.models import Department, line_of


class Version(Protocol):
    """A row that holds from a day on."""

    holds_from: date


V = TypeVar("V", bound=Version)


def places(department: Department | None) -> list[int | None]:
    """The department, those above it, the nearest first, and None: the company."""
    return [*department.ancestor_ids()[::-1], None] if department else [None]


def holding(rows: Mapping[Any, Sequence[V]], keys: Iterable[Any], day: date) -> V | None:
    """Of the rows under these keys (each the newest first) the first that holds on the day; the nearest key wins."""
    return next((row for key in keys for row in rows.get(key, ()) if row.holds_from <= day), None)


def reached(department: Department | None, own: Collection[int | None]) -> list[int]:
    """The departments (ids) for which a version of this one (None: the company) would hold: itself and those below, without
    those that follow one of their `own`, or of a department between."""
    rows = Department.objects.all() if department is None else department.subtree()
    wanted = None if department is None else department.pk
    keys = {wanted, *own}
    found = rows.order_by("path").values_list("pk", "path")
    return [
        pk for pk, path in found if next(k for k in (*line_of(path)[::-1], None) if k in keys or k is None) == wanted
    ]


def next_number(same: QuerySet[Any]) -> int:
    """The number of a new version beside these, which are locked: two set at once wait for each other."""
    list(same.select_for_update(no_key=True).values_list("pk", flat=True))
    return (same.aggregate(n=Max("number"))["n"] or 0) + 1
