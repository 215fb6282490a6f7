"""How many exchanges are entered on the day on which they happened, per rep and period (row Nf7)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from activities.models import FollowUp
from crm_project.accounts.domain.access import may, visible_people
from crm_project.accounts.models import User
from crm_project.lib.json_values import JsonObject
from crm_project.lib.sort_names import sort_name
from crm_project.lib.time import day_bounds, local_date, zone

PERIODS = (7, 30, 90)
DEFAULT = 30
LOWEST = 5


def shares(user: User, at: datetime, days: int = DEFAULT) -> list[JsonObject]:
    """[{person, name, n, same, share}] of whose follow-ups the user checks, the lowest share first; one query.

    By company dates: `n` exchanges of the last `days` days up to today, `same` of them entered on their own day, `share` in
    whole per cent, rounded down. A correction counts as the entry it corrects; void ones are left out.
    """
    if not may(user, "followup.review"):
        return []
    begin = day_bounds(local_date(at) - timedelta(days=days - 1))[0]
    rows = _entries().filter(occurred_at__gte=begin, occurred_at__lte=at)
    rows = rows.filter(author__in=visible_people(user, "followup.review").exclude(pk=user.pk))
    found = _counted(rows.values("author_id", name=F("author__full_name"), username=F("author__username")))
    out = [
        {
            "person": row["author_id"],
            "name": row["name"] or row["username"],
            "n": row["n"],
            "same": row["same"],
            "share": row["same"] * 100 // row["n"],
        }
        for row in found
    ]
    return sorted(out, key=lambda row: (row["share"], -row["n"], sort_name(row["name"], person=True)))


def counts(ids: Collection[int], begin: datetime, end: datetime) -> dict[int, tuple[int, int]]:
    """{person: (entered on their own day, all)} of what these people recorded of a time, its end left out; one query."""
    rows = _entries().filter(occurred_at__gte=begin, occurred_at__lt=end, author__in=ids)
    return {row["author_id"]: (row["same"], row["n"]) for row in _counted(rows.values("author_id"))}


def _entries() -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(voided_at__isnull=True, corrects__isnull=True).order_by()
    return rows.annotate(day=TruncDate("occurred_at", tzinfo=zone()), entered=TruncDate("recorded_at", tzinfo=zone()))


def _counted(rows: "QuerySet[FollowUp, Any]") -> "QuerySet[FollowUp, Any]":
    return rows.annotate(n=Count("pk"), same=Count("pk", filter=Q(entered=F("day"))))


def total(rows: Sequence[JsonObject]) -> dict[str, int] | None:
    """The same for all of them together, or None where nothing was entered."""
    n, same = sum(row["n"] for row in rows), sum(row["same"] for row in rows)
    return {"n": n, "same": same, "share": same * 100 // n} if n else None
