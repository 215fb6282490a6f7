"""What contradictions ask of a person, for the home page (row Nf9)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from crm_project.accounts.models import User
from crm_project.lib.database.prepared import prepared
from reports.models import Contradiction
from reports.models.contradictions import TO_DECIDE, State

from . import access

MOST = 5


@prepared
def open_of(person: int) -> QuerySet[Contradiction, Mapping[str, Any]]:
    """{pk, kind, day, answer_by} of those that the person has to put right or explain, the next due first."""
    rows = Contradiction.objects.filter(person=person, state=State.OPEN)
    return rows.order_by("answer_by", "pk").values("pk", "kind", "day", "answer_by")[:MOST]


def of_manager(user: User) -> tuple[int, int]:
    """(to decide, appeals to decide) within the user's right; one query."""
    level = user.role.level if user.role else 0
    appeals = Q(state=State.APPEALED) & ~Q(decided_by=user)
    appeals &= Q(decided_by__role__level__lt=level) | Q(decided_by__role__level__gte=3)
    counted = access.of_others(user).aggregate(
        decide=Count("pk", filter=Q(state__in=TO_DECIDE)), appeals=Count("pk", filter=appeals)
    )
    return counted["decide"], counted["appeals"]


def months(user: User) -> list[date]:
    """First days of the months of which there is something to see, the newest first."""
    return list(access.of_others(user).order_by().dates("day", "month", order="DESC")[:24])


def of_month(user: User, month: date) -> QuerySet[Contradiction]:
    """What came to be decided of this month, by person; what is still to be decided stands first within each."""
    rows = access.of_others(user).filter(day__year=month.year, day__month=month.month)
    return rows.order_by("person__sort_name", "person", "day", "pk")


def points(rows: list[Contradiction]) -> int:
    """What those that count cost together, by the rules under which they were found."""
    return sum(row.rules.points for row in rows if row.counts)
