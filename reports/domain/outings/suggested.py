"""Whom one may go out to with one tap: stops of today's trip and visits planned for today first (row Nf9)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet

from activities.models import FollowUp, Task
from activities.models.choices import TaskKind
from assignment.domain.followup_queries import not_voided
from crm_project.accounts.models import User
from crm_project.lib.time import day_bounds, local_date
from customers.models import Customer
from reports.domain.trips.access import may_visit
from reports.domain.trips.candidates import SEEN
from reports.models import OutingVisit, TripStop
from reports.models.trips import TripState

MOST = 3
FOUND = 20


def suggested(user: User, at: datetime) -> list[Customer]:
    """Customers to whom a visit is planned for today, by a trip or a task, and who were not visited today; MOST at most."""
    today = local_date(at)
    begin, end = day_bounds(today)
    stops = TripStop.objects.filter(
        trip__traveller=user, trip__state=TripState.PLANNED, trip__first__lte=today, trip__last__gte=today
    )
    tasks = Task.objects.filter(
        assignee=user, kind=TaskKind.VISIT, done_at=None, due_at__gte=begin, due_at__lt=end, customer__isnull=False
    )
    gone = OutingVisit.objects.filter(outing__person=user, outing__day=today, outing__voided_at=None)
    seen = FollowUp.objects.filter(
        not_voided(), author=user, kind__in=SEEN, occurred_at__gte=begin, occurred_at__lt=end
    )
    planned = Q(pk__in=stops.values("customer")) | Q(pk__in=tasks.values("customer"))
    rows = (
        may_visit(user).filter(planned).exclude(pk__in=gone.values("customer")).exclude(pk__in=seen.values("customer"))
    )
    return list(rows.order_by("pk")[:MOST])


def sought(user: User, text: str) -> QuerySet[Customer, Mapping[str, Any]]:
    """{pk, name, code} of customers to whom the user may go, whose name or code holds the text; the last visited first."""
    rows = may_visit(user)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(code__iexact=text))
    visits = Q(followups__author=user, followups__kind__in=SEEN)
    ordered = rows.annotate(seen=Max("followups__occurred_at", filter=visits)).order_by("-seen", "-pk")
    return ordered.values("pk", "name", "code")[:FOUND]
