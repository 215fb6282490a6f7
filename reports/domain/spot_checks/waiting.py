"""Which statements are asked of a person, and how many drawn rows wait for a manager, for the home page (row Ni15)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from crm_project.accounts.domain.access import data_scope
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Scope
from crm_project.lib.database.prepared import prepared
from reports.models import DrawnRow, SpotCheck
from reports.models.spot_checks import State

from .access import DECIDE, MANAGE

# More are on the page of spot checks.
MOST = 5


@prepared
def statements(person: int) -> QuerySet[DrawnRow, Mapping[str, Any]]:
    """{pk, day, answer_by} of rows about which the person is asked, the next due first."""
    rows = DrawnRow.objects.filter(person=person, state=State.STATEMENT)
    return rows.order_by("answer_by", "pk").values("pk", "day", "answer_by")[:MOST]


def of_manager(user: User) -> tuple[int, int, int | None]:
    """(rows to verify, rows to decide, the key of the first of them) within the user's rights, their own left out; one query."""
    verify = Q(state=State.DRAWN) & _within(user, MANAGE)
    decide = Q(state=State.DECISION) & _within(user, DECIDE)
    found = DrawnRow.objects.filter(verify | decide).exclude(person=user)
    counted = found.aggregate(
        verify=Count("pk", filter=verify),
        decide=Count("pk", filter=decide),
        first=Min("pk", filter=decide),
        next=Min("pk"),
    )
    return counted["verify"], counted["decide"], counted["first"] or counted["next"]


def _within(user: User, action: str) -> Q:
    scope = data_scope(user, action)
    if scope.nothing or scope.reach == Scope.OWN:
        return Q(pk__in=[])
    return Q(check_of__in=SpotCheck.objects.within(scope).order_by().values("pk"))
