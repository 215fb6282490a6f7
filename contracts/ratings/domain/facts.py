"""What the contracts, deliveries and payments of many customers say about one quarter: a handful of aggregates for a whole range.

Amounts in CNY; contracts in another currency are not counted, because there is no rate to count them by (docs/ratings.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Sum

from contracts.models import Allocation, Contract, Delivery, Instalment
from contracts.models.money import CURRENCY
from contracts.ratings.rules.quarters import Quarter
from crm_project.lib.time import start_of_day, zone

NOTHING = Decimal("0.00")
MONTHS = 12


@dataclass
class Known:
    """Facts of one customer. `months`: purchases of the last twelve months, the newest last; the rest in CNY."""

    months: list = field(default_factory=lambda: [NOTHING] * MONTHS)
    before: Decimal = NOTHING  # the quarter before
    last_year: Decimal = NOTHING
    first: date | None = None  # of the first purchase or contract
    due: Decimal = NOTHING  # fell due in the quarter, and of it in time
    on_time: Decimal = NOTHING
    year_due: Decimal = NOTHING
    year_on_time: Decimal = NOTHING


def among(keys: Sequence[int]) -> dict[str, Any]:
    """Lookups that find rows of these customers (keys in order): a range where they lie close together, else one by one."""
    if keys[-1] - keys[0] <= 10 * len(keys):
        return {"customer__gte": keys[0], "customer__lte": keys[-1]}
    return {"customer__in": keys}


def gather(keys: Sequence[int], quarter: Quarter) -> dict[int, Known]:
    """{customer id: Known} of those about whom anything is known; by range, it may tell of others between them."""
    known = {}
    edges = quarter.months(MONTHS)
    year = [
        edges[0].replace(year=quarter.year - 1, month=1, day=1),
        edges[0].replace(year=quarter.year, month=1, day=1),
    ]
    of_these = among(keys)
    signed = Contract.objects.filter(**of_these, status=Contract.Status.CONFIRMED, currency=CURRENCY).order_by()
    ended = start_of_day(quarter.after)
    delivered = Delivery.objects.filter(contract=OuterRef("pk"), delivered_on__isnull=False, amount__gt=0)
    whole = signed.filter(~Exists(delivered), signed_at__lt=ended)
    _purchases(known, whole.values_list("customer"), "signed_at", [start_of_day(d) for d in edges])
    goods = Delivery.objects.filter(
        **{f"contract__{name}": value for name, value in of_these.items()},
        contract__status=Contract.Status.CONFIRMED,
        contract__currency=CURRENCY,
        delivered_on__lt=quarter.after,
        amount__gt=0,
    ).order_by()
    _purchases(known, goods.values_list("contract__customer"), "delivered_on", edges)
    # T12 asks for what was bought last year by contract, whenever it was delivered.
    bought = signed.filter(signed_at__gte=start_of_day(year[0]), signed_at__lt=start_of_day(year[1]))
    for pk, amount in bought.values_list("customer").annotate(Sum("amount")):
        _of(known, pk).last_year = _money(amount)
    earliest = signed.filter(signed_at__lt=ended).values_list("customer").annotate(Min("signed_at"))
    for pk, moment in earliest:
        _of(known, pk).first = moment.astimezone(zone()).date()
    _due(known, of_these, quarter, edges)
    return known


def _of(known: dict[int, Known], pk: int) -> Known:
    return known.setdefault(pk, Known())


def _money(amount: Decimal | None) -> Decimal:
    return Decimal(amount or 0).quantize(NOTHING)


def _purchases(
    known: dict[int, Known],
    rows: QuerySet[Contract, tuple[Any, ...]] | QuerySet[Delivery, tuple[Any, ...]],
    column: str,
    edges: Sequence[date | datetime],
) -> None:
    """Sums per month of the twelve and of the quarter before, in one pass over the rows."""
    sums = {
        f"m{n}": Sum("amount", filter=Q(**{f"{column}__gte": edges[n], f"{column}__lt": edges[n + 1]}))
        for n in range(MONTHS)
    }
    for pk, *months in rows.filter(**{f"{column}__gte": edges[0]}).annotate(**sums):
        here = _of(known, pk)
        here.months = [total + _money(more) if more else total for total, more in zip(here.months, months, strict=True)]


def _due(known: dict[int, Known], of_these: Mapping[str, int], quarter: Quarter, edges: Sequence[date]) -> None:
    """What fell due and what of it came in time, in the quarter and in the year up to its end."""
    began = quarter.first
    plan = Instalment.objects.filter(
        **{f"contract__{name}": value for name, value in of_these.items()},
        contract__status=Contract.Status.CONFIRMED,
        contract__currency=CURRENCY,
        due_on__gte=edges[0],
        due_on__lt=quarter.after,
    ).order_by()
    sums = {"year": Sum("amount"), "quarter": Sum("amount", filter=Q(due_on__gte=began))}
    for pk, whole, part in plan.values_list("contract__customer").annotate(**sums):
        here = _of(known, pk)
        here.year_due, here.due = _money(whole), _money(part)
    paid = Allocation.objects.filter(
        **{f"instalment__contract__{name}": value for name, value in of_these.items()},
        payment__voided_at__isnull=True,
        instalment__contract__status=Contract.Status.CONFIRMED,
        instalment__contract__currency=CURRENCY,
        instalment__due_on__gte=edges[0],
        instalment__due_on__lt=quarter.after,
        payment__received_on__lte=F("instalment__due_on"),
    ).order_by()
    sums = {"year": Sum("amount"), "quarter": Sum("amount", filter=Q(instalment__due_on__gte=began))}
    for pk, whole, part in paid.values_list("instalment__contract__customer").annotate(**sums):
        here = _of(known, pk)
        here.year_on_time, here.on_time = _money(whole), _money(part)
    # Contracts without a plan (imported ones): all of it is due on the day of the contract, and what is paid counts as paid in time.
    plain = Contract.objects.filter(
        ~Exists(Instalment.objects.filter(contract=OuterRef("pk"))),
        **of_these,
        status=Contract.Status.CONFIRMED,
        currency=CURRENCY,
        due_at__gte=start_of_day(edges[0]),
        due_at__lt=start_of_day(quarter.after),
    ).order_by()
    now = Q(due_at__gte=start_of_day(began))
    sums = {
        "a": Sum("amount"),
        "b": Sum("paid_amount"),
        "c": Sum("amount", filter=now),
        "d": Sum("paid_amount", filter=now),
    }
    for pk, whole, paid_whole, part, paid_part in plain.values_list("customer").annotate(**sums):
        here = _of(known, pk)
        here.year_due, here.year_on_time = (
            here.year_due + _money(whole),
            here.year_on_time + min(_money(paid_whole), _money(whole)),
        )
        here.due, here.on_time = here.due + _money(part), here.on_time + min(_money(paid_part), _money(part))
