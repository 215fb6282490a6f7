"""Service orders for which releases wait, as facts of the policy: one query, and only where a policy asks (row Nc13)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from assignment.rules.policy import OrderFact, Policy
from crm_project.lib.database.prepared import prepared
from service.models import ServiceOrder

# Days in which a run of the sweep may be late without anything changing.
SLACK = 60


def orders_of(
    rows: Sequence[Mapping[str, Any]], held: Mapping[str, Policy | None], at: datetime
) -> dict[int, OrderFact]:
    """{customer id: its service orders as they stood at `at`} of those whose policy lets releases wait for them."""
    waiting = {row["customer_id"]: policy for row in rows if (policy := held[row["path"]]) and policy.order_wait_days}
    if not waiting:
        return {}
    longest = max((rule.remind_days for policy in waiting.values() for rule in policy.rules), default=0)
    found: dict[int, OrderFact] = {}
    for customer, pk, number, kind, since, closed in _order_rows(
        list(waiting), at, at - timedelta(days=longest + SLACK)
    ):
        if kind not in waiting[customer].order_kinds:
            continue
        known = found.get(customer, OrderFact())
        if closed is None or closed > at:
            found[customer] = known if known.order_id else replace(known, order_id=pk, number=number, since=since)
        else:
            found[customer] = replace(known, closed_at=max(closed, known.closed_at or closed))
    return found


@prepared
def _order_rows(ids: Sequence[int], at: datetime, after: datetime) -> QuerySet[ServiceOrder, tuple[Any, ...]]:
    """Those that were recorded by `at` and not closed by `after`, the oldest first."""
    rows = ServiceOrder.objects.filter(customer__pk__in=ids, recorded_at__lte=at)
    rows = rows.filter(Q(closed_at=None) | Q(closed_at__gt=after)).order_by("recorded_at", "pk")
    return rows.values_list("customer_id", "pk", "number", "kind__key", "recorded_at", "closed_at")
