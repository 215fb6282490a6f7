"""Work of service that counts as contact for the owner: two queries, and only where a policy says so (rows Ni21, T21)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import QuerySet

from assignment.rules.policy import NO_CONTACT, Policy, ServiceFact
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import local_date, start_of_day
from service.models import ReturnVisit, ServiceOrder
from service.models.choices import Status
from service.rules.visits import DONE


def service_of(
    rows: Sequence[Mapping[str, Any]], held: Mapping[str, Policy | None], at: datetime
) -> dict[int, ServiceFact]:
    """{customer id: the latest work of service in this ownership, as it was known at `at`} of those whose policy counts it."""
    since = {row["customer_id"]: row["since"] for row in rows if _counts(held[row["path"]])}
    if not since:
        return {}
    found: dict[int, ServiceFact] = {}
    for customer, fact in _work(list(since), min(since.values()), at):
        known = found.get(customer)
        if fact.at >= since[customer] and (known is None or fact.at > known.at):
            found[customer] = fact
    return found


def _counts(policy: Policy | None) -> bool:
    return policy is not None and policy.service_contact and any(rule.kind == NO_CONTACT for rule in policy.rules)


def _work(ids: Sequence[int], since: datetime, at: datetime) -> Iterator[tuple[int, ServiceFact]]:
    """Orders that were done, when they were; visits that were reported, at the beginning of their day."""
    orders = ((pk, ServiceFact(done, number)) for pk, number, done in _orders(ids, since, at))
    visits = ((pk, ServiceFact(start_of_day(day))) for pk, day in _visits(ids, local_date(since), at))
    return chain(orders, visits)


@prepared
def _orders(ids: Sequence[int], since: datetime, at: datetime) -> QuerySet[ServiceOrder, tuple[Any, ...]]:
    rows = ServiceOrder.objects.filter(customer__pk__in=ids, done_at__gte=since, done_at__lte=at)
    return (
        rows.exclude(status=Status.CANCELLED).order_by("done_at", "pk").values_list("customer_id", "number", "done_at")
    )


@prepared
def _visits(ids: Sequence[int], first_day: date, at: datetime) -> QuerySet[ReturnVisit, tuple[Any, ...]]:
    rows = ReturnVisit.objects.filter(customer__pk__in=ids, status=DONE, held_on__gte=first_day, reported_at__lte=at)
    return rows.order_by("held_on", "pk").values_list("customer_id", "held_on")
