"""The list of return visits fills itself every night from the plans: set-based, in batches, nothing twice (rows T23, Nf15).

Each batch holds the lock of its plan, so that a second run waits and then finds nothing left; a killed run is finished by the next.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Mod
from django.urls import reverse

from contracts.models import Contract, Delivery
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.database import bulk
from crm_project.lib.time import local_date, start_of_day
from crm_project.notices.domain.notify import tell
from customers.models import Customer
from customers.models.choices import Stage
from service.domain.targets.versions import targets_at
from service.models import ReturnVisit, ServiceOrder, VisitPlan
from service.rules import steps
from service.rules import visits as rules
from service.rules.hours import Hours

from .lock import rules_now
from .visitors import visitors_of

AT_ONCE = 200
# What makes a customer one of those that a repeating plan visits: whom -> (condition, since when).
_REPEATED = {
    rules.OFFICIAL: (Q(stage=Stage.OFFICIAL), "stage_since"),
    rules.KEY: (Q(standing__kind="key"), "standing__since"),
    rules.LEVEL: (Q(), "created_at"),
}


@dataclass(frozen=True)
class Due:
    """A visit to be made: `turn` says what for, so that it is made once."""

    key: int
    customer_id: int
    due_on: date
    turn: str
    order_id: int | None = None
    delivery_id: int | None = None


def fill(*, at: datetime) -> int:
    """Plan what falls due within the days planned ahead, for every plan in use; returns how many visits."""
    settings, hours = rules_now(), targets_at(at).hours
    plans = VisitPlan.objects.filter(active=True, starts_on__lte=local_date(at) + timedelta(days=settings.ahead_days))
    return sum(_fill_plan(plan, settings.ahead_days, settings.report_days, hours, at) for plan in plans.order_by("pk"))


def _fill_plan(plan: VisitPlan, ahead: int, report_days: int, hours: Hours, at: datetime) -> int:
    made, last = 0, 0
    while True:
        with transaction.atomic():
            held = VisitPlan.objects.select_for_update().filter(pk=plan.pk, active=True).first()
            due = list(_due(held, last, ahead, at)) if held else []
            if held is None or not due:
                return made
            visitors = visitors_of(held, [row.customer_id for row in due], local_date(at))
            rows = [_visit(held, row, visitors[row.customer_id], report_days, hours, at) for row in due]
            bulk.create(rows)
            log.record_many([_entry(row, held, at) for row in rows])
            _tell(held, rows, at)
            made, last = made + len(rows), due[-1].key


def _entry(row: ReturnVisit, plan: VisitPlan, at: datetime) -> Entry:
    changes: dict[str, list[Any]] = {"due_on": [None, row.due_on], "plan": [None, plan.name]}
    return log.entry(by=None, action="visit.planned", at=at, subject=row, customer_id=row.customer_id, changes=changes)


def _visit(plan: VisitPlan, due: Due, person: int | None, report_days: int, hours: Hours, at: datetime) -> ReturnVisit:
    return ReturnVisit(
        customer_id=due.customer_id,
        plan=plan,
        turn=due.turn,
        order_id=due.order_id,
        delivery_id=due.delivery_id,
        channel=plan.channel,
        person_id=person,
        due_on=due.due_on,
        report_due_on=rules.report_due(due.due_on, report_days, hours),
        planned_at=at,
        changed_at=at,
    )


def _tell(plan: VisitPlan, rows: list[ReturnVisit], at: datetime) -> None:
    """One notice to each person for all that this batch planned for them."""
    url = f"{reverse('service:visits')}?tab=mine"
    for person, n in Counter(row.person_id for row in rows).items():
        tell([person], "visits_planned", at=at, url=url, key=f"visits:{rows[0].turn}", n=n, plan=plan.name)


def uncalled(before: str = "") -> Q:
    """Condition on Customer (or through `before`): service may call it: no VIP, not marked, still there."""
    names = ("vip", "no_service_calls__isnull", "removed_at__isnull", "merged_into__isnull")
    return Q(**{f"{before}{name}": name != "vip" for name in names})


def _due(plan: VisitPlan, last: int, ahead: int, at: datetime) -> Iterator[Due]:
    """The next batch after the key `last`."""
    if plan.whom in rules.REPEATED:
        return _repeated(plan, last, ahead, at)
    return (_after_orders if plan.whom == rules.ORDER else _after_deliveries)(plan, last, ahead, at)


def _repeated(plan: VisitPlan, last: int, ahead: int, at: datetime) -> Iterator[Due]:
    """Since the last visit, else since the customer became one of these; what was due before the plan began is spread."""
    today = local_date(at)
    until = today + timedelta(days=ahead)
    condition, since = _REPEATED[plan.whom]
    if plan.whom == rules.LEVEL:
        condition = Q(level=plan.level)
    counts = Q(plan=plan) | Q(status=rules.DONE)
    visits = ReturnVisit.objects.filter(counts, customer=OuterRef("pk")).annotate(day=Coalesce("held_on", "due_on"))
    newest = start_of_day(until - timedelta(days=plan.days - 1))
    oldest = start_of_day(plan.starts_on - timedelta(days=plan.days))
    never = Q(visited=None, began__lt=newest) & (Q(began__gte=oldest) | Q(place__lte=(until - plan.starts_on).days))
    rows = (
        Customer.objects.filter(condition, uncalled(), pk__gt=last)
        .exclude(pk__in=ReturnVisit.objects.filter(plan=plan, status__in=rules.OPEN).values("customer_id"))
        .annotate(
            visited=Subquery(visits.order_by("-day", "-pk").values("day")[:1]),
            place=Mod("pk", plan.days),
            began=F(since),
        )
        .filter(never | Q(visited__lte=until - timedelta(days=plan.days)))
    )
    for pk, visited, began in rows.order_by("pk").values_list("pk", "visited", "began")[:AT_ONCE]:
        starts_on = plan.starts_on if visited is None else date.min
        due = rules.next_due(visited or local_date(began), plan.days, starts_on, pk, today)
        yield Due(pk, pk, due, f"{plan.pk}:c{pk}:{due:%F}")


def _after_orders(plan: VisitPlan, last: int, ahead: int, at: datetime) -> Iterator[Due]:
    today = local_date(at)
    rows = ServiceOrder.objects.filter(
        uncalled("customer__"),
        status__in=(steps.DONE, steps.CONFIRMED, steps.CLOSED),
        done_at__gte=start_of_day(plan.starts_on),
        done_at__lt=start_of_day(today + timedelta(days=ahead - plan.days + 1)),
        pk__gt=last,
    ).exclude(pk__in=ReturnVisit.objects.filter(plan=plan, order__isnull=False).values("order_id"))
    if plan.kind_id:
        rows = rows.filter(kind=plan.kind_id)
    for pk, customer_id, done_at in rows.order_by("pk").values_list("pk", "customer_id", "done_at")[:AT_ONCE]:
        due = max(local_date(done_at) + timedelta(days=plan.days), today)
        yield Due(pk, customer_id, due, f"{plan.pk}:o{pk}", order_id=pk)


def _after_deliveries(plan: VisitPlan, last: int, ahead: int, at: datetime) -> Iterator[Due]:
    today = local_date(at)
    rows = Delivery.objects.filter(
        uncalled("contract__customer__"),
        contract__status=Contract.Status.CONFIRMED,
        delivered_on__gte=plan.starts_on,
        delivered_on__lte=today + timedelta(days=ahead - plan.days),
        pk__gt=last,
    ).exclude(pk__in=ReturnVisit.objects.filter(plan=plan, delivery__isnull=False).values("delivery_id"))
    found = rows.order_by("pk").values_list("pk", "contract__customer_id", "delivered_on")
    for pk, customer_id, delivered_on in found[:AT_ONCE]:
        due = max((delivered_on or today) + timedelta(days=plan.days), today)
        yield Due(pk, customer_id, due, f"{plan.pk}:d{pk}", delivery_id=pk)
