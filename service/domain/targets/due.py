"""What the timetable does when a clock comes to its reminder or its end: tell, once (row Ni21)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from crm_project.notices.domain.notify import tell
from service.domain import access
from service.models import ServiceOrder
from service.rules.clock import LATE, REMIND, Reading, Standing

from . import stored, versions
from .facts import NEAR

AT_ONCE = 100


def tell_due(*, at: datetime) -> int:
    """Tell of every order whose stored time has come; a killed run is finished by the next, and nobody hears twice.

    A reminder goes to whoever has the order, or to the service managers while nobody has; a late one to both.
    """
    told = 0
    with transaction.atomic():
        stored.follow_customers(at)
    while True:
        with transaction.atomic():
            rows = list(
                ServiceOrder.objects.running()
                .filter(next_at__lte=at)
                .select_for_update(no_key=True, skip_locked=True, of=("self",))
                .select_related(*NEAR)
                .order_by("next_at", "pk")[:AT_ONCE]
            )
            if not rows:
                return told
            targets = versions.targets_at(at)
            standings = stored.refresh(rows, at, targets, told=True)
            managers = list(access.managers().values_list("pk", flat=True))
            for order in rows:
                told += _tell(order, standings[order.pk], targets.remind_at, managers, at)


def _tell(order: ServiceOrder, standing: Standing, share: float, managers: list[int], at: datetime) -> int:
    told = 0
    for clock, reading in (("response", standing.response), ("completion", standing.completion)):
        outcome = _outcome(reading, share)
        if not outcome or reading is None:
            continue
        people = [order.assigned_id] if order.assigned_id else []
        if outcome == LATE or not people:
            people += managers
        tell(
            people,
            f"service_{outcome}_{clock}",
            at=at,
            url=reverse("service:order", args=[order.pk]),
            key=f"service:{order.pk}:{clock}:{outcome}",
            number=order.number,
            subject=order.subject,
            customer=order.customer.name,
            minutes=max(reading.target - reading.used, 0),
        )
        told += 1
    return told


def _outcome(reading: Reading | None, share: float) -> str:
    if reading is None or not reading.runs:
        return ""
    if reading.late:
        return LATE
    return REMIND if reading.used >= share * reading.target else ""
