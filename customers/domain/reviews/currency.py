"""How current the files are, by department and owner, in a handful of queries for any number of files (row T2)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from crm_project.accounts.models import Department, User
from crm_project.lib.time import local_date

from . import listing
from .listing import EVERYTHING, Narrow

FIGURES = ("files", "overdue", "incomplete", "old_needs", "changed", "in_time", "late")


@dataclass
class Line:
    """One owner (None: no owner) in one department, with its figures."""

    department: Department
    owner: User | None
    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIGURES, 0))


def currency(user: User, at: datetime, first: date, last: date, narrow: Narrow = EVERYTHING) -> list[Line]:
    """Files, overdue, incomplete, with old needs as of now; files changed and reviews made within the days. By department, then by owner."""
    today = local_date(at)
    found: dict[tuple[int, int | None], dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    files = listing.every_file(user, at, narrow)
    late = Count("pk", filter=Q(review_date__due_on__lt=today))
    for row in _grouped(files).annotate(files=Count("pk"), overdue=late):
        found[_key(row)] |= {"files": row["files"], "overdue": row["overdue"]}
    for name, rows in (
        ("incomplete", listing.lacking(user, at, narrow)),
        ("old_needs", listing.with_old_needs(user, at, narrow)),
        ("changed", listing.changed(user, at, first, last, narrow)),
    ):
        for row in _grouped(rows).annotate(n=Count("pk")):
            found[_key(row)][name] = row["n"]
    done = listing.done(user, at, first, last, narrow).order_by().values(place=F("department"), who=F("owner"))
    for row in done.annotate(n=Count("pk"), behind=Count("pk", filter=Q(late=True))):
        found[_key(row)] |= {"in_time": row["n"] - row["behind"], "late": row["behind"]}
    return _lines(found)


def _grouped(rows: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    place = Coalesce("ownership__department_id", "department_id")
    return rows.order_by().values(place=place, who=F("ownership__owner_id"))


def _key(row: Mapping[str, Any]) -> tuple[int, int | None]:
    return row["place"], row["who"]


def _lines(found: Mapping[tuple[int, int | None], dict[str, int]]) -> list[Line]:
    places = Department.objects.in_bulk({place for place, _who in found})
    people = User.objects.in_bulk({who for _place, who in found if who})
    lines = [Line(places[place], people[who] if who else None, figures) for (place, who), figures in found.items()]
    return sorted(lines, key=lambda line: (line.department.path, line.owner is None, str(line.owner or "")))
