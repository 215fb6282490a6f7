"""Contracts and money that count as people's results, split as decided (rows Z2, Nd4)."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, ExpressionWrapper, F, QuerySet

from contracts.models import Allocation, CommissionShare, Contract
from contracts.models.money import CURRENCY
from crm_project.lib.time import day_bounds

_HUNDRED = Decimal(100)
_MONEY = DecimalField(max_digits=22, decimal_places=6)


def shares(people: Collection[int], first: date, last: date) -> QuerySet[Any, Any]:
    """Shares of these people in confirmed contracts signed on these days, with `part`: their part of the amount."""
    begin, end = day_bounds(first, last)
    rows = CommissionShare.objects.filter(
        user__in=people,
        contract__status=Contract.Status.CONFIRMED,
        contract__signed_at__gte=begin,
        contract__signed_at__lt=end,
    )
    return rows.annotate(part=ExpressionWrapper(F("contract__amount") * F("share") / _HUNDRED, _MONEY))


def in_cny(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Those whose contract is in CNY: amounts of other currencies add up to nothing."""
    return rows.filter(contract__currency=CURRENCY)


def received(people: Collection[int], first: date, last: date) -> QuerySet[Any, Any]:
    """Matched payments of these days, once for each of these people who has a share in the contract: `person`, and `part` of the amount.

    Void payments, other currencies and contracts that are not confirmed are left out.
    """
    rows = Allocation.objects.filter(
        payment__received_on__gte=first,
        payment__received_on__lte=last,
        payment__voided_at=None,
        payment__currency=CURRENCY,
        instalment__contract__status=Contract.Status.CONFIRMED,
        instalment__contract__shares__user__in=people,
    )
    part = F("amount") * F("instalment__contract__shares__share") / _HUNDRED
    return rows.annotate(person=F("instalment__contract__shares__user"), part=ExpressionWrapper(part, _MONEY))
