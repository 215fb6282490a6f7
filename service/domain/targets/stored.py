"""The stored due times of orders: they nominate, `rules.clock.judge` decides (row Ni21)."""

from collections.abc import Sequence
from datetime import datetime

from service.models import ServiceOrder
from service.rules.clock import Standing, judge
from service.rules.targets import Targets

from . import versions
from .facts import NEAR, facts_of

AT_ONCE = 500
MEASURED = ("response_minutes", "response_late", "completion_minutes", "completion_late")
STORED = ("next_at", "due_at", *MEASURED)


def standings(orders: Sequence[ServiceOrder], at: datetime, targets: Targets | None = None) -> dict[int, Standing]:
    """{order: how it stands}, under these targets or those that hold at the moment."""
    targets = targets or versions.targets_at(at)
    known = facts_of(orders)
    return {pk: judge(facts, targets, at) for pk, facts in known.items()}


def settle(orders: Sequence[ServiceOrder], at: datetime, targets: Targets | None = None) -> dict[int, Standing]:
    """Set anew when each order changes by itself; the caller saves. {order: how it stands}."""
    found = standings(orders, at, targets)
    for order in orders:
        standing = found[order.pk]
        running = [reading for reading in (standing.response, standing.completion) if reading and reading.runs]
        order.next_at = standing.next_at(at)
        order.due_at = min((reading.due for reading in running if reading.due), default=None)
        _measure(order, standing)
    return found


def _measure(order: ServiceOrder, standing: Standing) -> None:
    """Keep what a clock that has ended came to; one that was measured before keeps its figures, whatever the targets are by now."""
    for clock, ended in (("response", order.accepted_at), ("completion", order.done_at)):
        reading = getattr(standing, clock)
        if ended is None:
            minutes, late = None, None
        elif getattr(order, f"{clock}_minutes") is not None:
            continue
        else:
            minutes, late = (reading.used, reading.late) if reading else (None, None)
        setattr(order, f"{clock}_minutes", minutes)
        setattr(order, f"{clock}_late", late)


def refresh(orders: Sequence[ServiceOrder], at: datetime, targets: Targets | None = None) -> dict[int, Standing]:
    """The same, stored."""
    found = settle(orders, at, targets)
    ServiceOrder.objects.bulk_update(orders, STORED, batch_size=AT_ONCE)
    return found


def refresh_all(at: datetime) -> int:
    """All orders whose clocks run, in the order of their keys; the number of them."""
    targets, last, count = versions.targets_at(at), 0, 0
    while True:
        rows = list(
            ServiceOrder.objects.running()
            .filter(pk__gt=last)
            .select_for_update(no_key=True, of=("self",))
            .select_related(*NEAR)
            .order_by("pk")[:AT_ONCE]
        )
        if not rows:
            return count
        refresh(rows, at, targets)
        last, count = rows[-1].pk, count + len(rows)
