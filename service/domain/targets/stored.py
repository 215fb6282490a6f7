"""The stored due times of orders: they nominate, `rules.clock.judge` decides (row Ni21)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from service.models import ServiceOrder
from service.rules.clock import NONE, Standing, judge
from service.rules.targets import Targets

from . import versions
from .facts import NEAR, facts_of

AT_ONCE = 500
# How long the change of a customer is looked at, so that an outage swallows none.
FOLLOWED = timedelta(days=1)
MEASURED = ("response_minutes", "response_late", "completion_minutes", "completion_late")
STORED = ("next_at", "due_at", *MEASURED)


def standings(orders: Sequence[ServiceOrder], at: datetime, targets: Targets | None = None) -> dict[int, Standing]:
    """{order: how it stands}, under these targets or those that hold at the moment."""
    targets = targets or versions.targets_at(at)
    known = facts_of(orders)
    return {pk: judge(facts, targets, at) for pk, facts in known.items()}


def settle(
    orders: Sequence[ServiceOrder], at: datetime, targets: Targets | None = None, *, told: bool = False
) -> dict[int, Standing]:
    """Set anew when each order changes by itself; the caller saves. {order: how it stands}.

    An order that is to be told of is nominated at once, unless that was `told`: its time may have come since the last run, or by
    this very change. Nobody hears twice of the same.
    """
    found = standings(orders, at, targets)
    for order in orders:
        standing = found[order.pk]
        running = [reading for reading in (standing.response, standing.completion) if reading and reading.runs]
        order.next_at = standing.next_at(at) if told or standing.outcome == NONE else at
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


def refresh(
    orders: Sequence[ServiceOrder], at: datetime, targets: Targets | None = None, *, told: bool = False
) -> dict[int, Standing]:
    """The same, stored."""
    found = settle(orders, at, targets, told=told)
    ServiceOrder.objects.bulk_update(orders, STORED, batch_size=AT_ONCE)
    return found


def refresh_all(at: datetime) -> int:
    """All orders whose clocks run, in the order of their keys; the number of them."""
    targets, count = versions.targets_at(at), 0
    for rows in _running():
        refresh(rows, at, targets)
        count += len(rows)
    return count


def follow_customers(at: datetime) -> int:
    """The orders of customers whose file or standing changed within a day, so perhaps the class by which they have targets; how
    many stood otherwise. What somebody works on just now is left to the next time.
    """
    lately, targets, count = at - FOLLOWED, versions.targets_at(at), 0
    for rows in _running(
        Q(customer__changed_at__gt=lately) | Q(customer__standing__since__gt=lately), skip_locked=True
    ):
        before = {order.pk: order.due_at for order in rows}
        settle(rows, at, targets)
        moved = [order for order in rows if order.due_at != before[order.pk]]
        ServiceOrder.objects.bulk_update(moved, STORED, batch_size=AT_ONCE)
        count += len(moved)
    return count


def _running(*which: Q, skip_locked: bool = False) -> Iterator[list[ServiceOrder]]:
    """Locked, so many at once, in the order of their keys."""
    found = ServiceOrder.objects.running().filter(*which).select_related(*NEAR).order_by("pk")
    found, last = found.select_for_update(no_key=True, of=("self",), skip_locked=skip_locked), 0
    while rows := list(found.filter(pk__gt=last)[:AT_ONCE]):
        yield rows
        last = rows[-1].pk
