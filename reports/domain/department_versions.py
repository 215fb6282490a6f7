"""Versions that hold per department from a day on: which one does, and the number of the next (rows Ni1, Ni2)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from django.db.models import Max, QuerySet

from crm_project.accounts.models import Department


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


def next_number(same: QuerySet[Any]) -> int:
    """The number of a new version beside these, which are locked: two set at once wait for each other."""
    list(same.select_for_update(no_key=True).values_list("pk", flat=True))
    return (same.aggregate(n=Max("number"))["n"] or 0) + 1
