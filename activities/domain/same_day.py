"""How many exchanges are entered on the day on which they happened, per rep and period (row Nf7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
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
    rows = FollowUp.objects.filter(
        occurred_at__gte=begin, occurred_at__lte=at, voided_at__isnull=True, corrects__isnull=True
    )
    rows = rows.filter(author__in=visible_people(user, "followup.review").exclude(pk=user.pk))
    rows = rows.annotate(day=TruncDate("occurred_at", tzinfo=zone()), entered=TruncDate("recorded_at", tzinfo=zone()))
    found = (
        rows.order_by()
        .values("author_id", name=F("author__full_name"), username=F("author__username"))
        .annotate(n=Count("pk"), same=Count("pk", filter=Q(entered=F("day"))))
    )
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


def total(rows: Sequence[JsonObject]) -> dict[str, int] | None:
    """The same for all of them together, or None where nothing was entered."""
    n, same = sum(row["n"] for row in rows), sum(row["same"] for row in rows)
    return {"n": n, "same": same, "share": same * 100 // n} if n else None
