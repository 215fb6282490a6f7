"""What the clock needs to know of orders, read in as many queries for one as for a thousand (row Ni21)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from customers.models import Customer
from service.models import OrderWait, ServiceOrder
from service.models.choices import Status
from service.rules.clock import OrderFacts
from service.rules.hours import Span

NEAR = ("kind", "customer__standing")


def levels_of(customer: Customer) -> list[str]:
    """The classes by which targets name a customer: key, vip, and its level."""
    standing = getattr(customer, "standing", None)
    levels = ["key"] if standing is not None and standing.kind == "key" else []
    if customer.vip:
        levels.append("vip")
    return [*levels, customer.level] if customer.level else levels


def facts_of(orders: Sequence[ServiceOrder]) -> dict[int, OrderFacts]:
    """{order: facts}; the orders were loaded with NEAR. One query for their waits."""
    waits: dict[int, list[Span]] = defaultdict(list)
    rows = OrderWait.objects.filter(order__in=[order.pk for order in orders]).order_by("since", "pk")
    for order_id, since, until in rows.values_list("order_id", "since", "until"):
        waits[order_id].append((since, until))
    return {order.pk: facts(order, waits[order.pk]) for order in orders}


def facts(order: ServiceOrder, waits: Iterable[Span]) -> OrderFacts:
    """The facts of one order whose waits are known."""
    return OrderFacts(
        kind=order.kind.key,
        priority=order.priority,
        levels=levels_of(order.customer),
        reported_at=order.reported_at,
        accepted_at=order.accepted_at,
        started_at=order.started_at,
        waits=list(waits),
        done_at=order.done_at,
        cancelled_at=order.closed_at if order.status == Status.CANCELLED else None,
    )
