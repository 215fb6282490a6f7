"""What the open pipeline lets expect until the end of a period, on top of what is reached (row Nf1)."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, ExpressionWrapper, F, Sum

from contracts.models import Contract, Instalment
from crm_project.lib.money import cents
from deals.models import CURRENCY, Deal
from deals.models.choices import Status

_MONEY = DecimalField(max_digits=24, decimal_places=6)
_HUNDRED = Decimal(100)
Expected = dict[int, Decimal]


def _deals(people: Collection[int], first: date, last: date) -> Expected:
    """Open deals expected to close on these days, each by the probability of its stage."""
    weighed = ExpressionWrapper(F("amount") * F("stage__probability") / _HUNDRED, _MONEY)
    rows = Deal.objects.filter(
        status=Status.OPEN, currency=CURRENCY, owner__in=people, expected_close__gte=first, expected_close__lte=last
    )
    found = rows.order_by().values_list("owner_id").annotate(total=Sum(weighed))
    return {person: cents(total) for person, total in found}


def _instalments(people: Collection[int], first: date, last: date) -> Expected:
    """What is still to be paid of instalments of confirmed contracts that fall due on these days, by the shares in the contract."""
    part = ExpressionWrapper((F("amount") - F("paid")) * F("contract__shares__share") / _HUNDRED, _MONEY)
    rows = Instalment.objects.filter(
        paid__lt=F("amount"),
        due_on__gte=first,
        due_on__lte=last,
        contract__status=Contract.Status.CONFIRMED,
        contract__currency=CURRENCY,
        contract__shares__user__in=people,
    )
    found = rows.order_by().values_list("contract__shares__user_id").annotate(total=Sum(part))
    return {person: cents(total) for person, total in found}


# Which figures can be foreseen, and from what.
SOURCES: Mapping[str, Callable[[Collection[int], date, date], Expected]] = {
    "deal_amount": _deals,
    "contract_amount": _deals,
    "payments_received": _instalments,
}


def expected(keys: Collection[str], people: Collection[int], today: date, last: date) -> dict[str, Expected]:
    """{figure: {person: what is still expected from today to the last day}}; figures that nobody can foresee are left out."""
    if today > last:
        return {}
    asked = {source: source(people, today, last) for key in keys if (source := SOURCES.get(key))}
    return {key: asked[SOURCES[key]] for key in keys if key in SOURCES}
