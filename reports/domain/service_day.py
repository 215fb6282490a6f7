"""What a service manager looks at first, and what waits with a person of service: each a query of a few rows (rows Ni21, Nc5)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from contracts.domain.after_sales_people import workers
from crm_project.accounts.models import User
from service.domain import access
from service.domain.visits import access as visits
from service.models import OrderWait, ReturnVisit, ServiceOrder
from service.rules.steps import RUNNING, TO_DO, WAITING
from service.rules.visits import PLANNED

# Rows of each kind; its list has the others.
SHOWN = 6


def people() -> list[User]:
    """Those to whom work comes by itself."""
    return list(workers().only("full_name", "username", "away_from", "away_until", "sort_name"))


def load(user: User, at: datetime) -> dict[int, Mapping[str, Any]]:
    """{person: {n, late, waiting}} of orders that are not done and that the user may see."""
    rows = access.visible(user).filter(status__in=RUNNING, assigned__isnull=False).order_by().values("assigned_id")
    counted = rows.annotate(
        n=Count("pk"), late=Count("pk", filter=Q(due_at__lte=at)), waiting=Count("pk", filter=Q(status=WAITING))
    )
    return {row["assigned_id"]: row for row in counted}


def next_due(user: User) -> QuerySet[ServiceOrder]:
    """What others are to do, the next due first."""
    rows = access.visible(user).filter(status__in=TO_DO, assigned__isnull=False, due_at__isnull=False)
    return rows.exclude(assigned=user).order_by("due_at", "pk")[:SHOWN]


def waiting(user: User, *, own: bool) -> QuerySet[OrderWait]:
    """Orders that wait, those first that were to go on first; `own`: of this person only."""
    orders = access.visible(user).filter(status=WAITING)
    if own:
        orders = orders.filter(assigned=user)
    rows = OrderWait.objects.filter(until=None, order__in=orders.order_by().values("pk"))
    near = ("order__customer", "order__assigned")
    return rows.select_related(*near).order_by(F("expected_on").asc(nulls_last=True), "since", "pk")[:SHOWN]


def visits_today(user: User, day: date) -> QuerySet[ReturnVisit]:
    """Visits that somebody is to make today."""
    rows = visits.visible(user).filter(status=PLANNED, due_on=day, person__isnull=False)
    return rows.select_related("customer", "person", "plan").order_by("person__sort_name", "pk")[:SHOWN]
