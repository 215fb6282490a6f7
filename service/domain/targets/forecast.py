"""What changed targets would have meant for the orders of the last weeks, before they are saved (row Ni21)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from service.models import ServiceOrder
from service.models.choices import Status
from service.rules.clock import OrderFacts, judge
from service.rules.targets import Targets

from .facts import NEAR, facts_of

DAYS = 90
MOST = 5000
AT_ONCE = 500


@dataclass
class Forecast:
    """Of `total` orders, how many were late by the targets in force and by the draft; late by the draft per person ("" nobody)."""

    total: int = 0
    now: int = 0
    then: int = 0
    people: Counter[str] = field(default_factory=Counter)
    capped: bool = False


def forecast(draft: Targets, current: Targets, at: datetime) -> Forecast:
    """Both targets asked of the same orders: those of the last DAYS days, the newest MOST of them."""
    out = Forecast()
    rows = ServiceOrder.objects.filter(reported_at__gte=at - timedelta(days=DAYS), reported_at__lte=at)
    rows = rows.exclude(status=Status.CANCELLED).select_related(*NEAR, "assigned").order_by("-reported_at", "-pk")
    for start in range(0, MOST, AT_ONCE):
        some = list(rows[start : start + AT_ONCE])
        known = facts_of(some)
        for order in some:
            out.total += 1
            out.now += _late(known[order.pk], current, at)
            if _late(known[order.pk], draft, at):
                out.then += 1
                out.people[str(order.assigned) if order.assigned else ""] += 1
        if len(some) < AT_ONCE:
            return out
    out.capped = True
    return out


def _late(facts: OrderFacts, targets: Targets, at: datetime) -> bool:
    standing = judge(facts, targets, at)
    return any(reading is not None and reading.late for reading in (standing.response, standing.completion))
