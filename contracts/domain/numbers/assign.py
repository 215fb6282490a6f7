"""Numbers of contracts, drawn in advance: no two alike, no gap (row Nc15)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.domain.lock import signing_customer
from contracts.models import Contract, NumberSeries, PartyCheck
from contracts.models.choices import CheckKind
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.fields import alike
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.domain import numbers
from customers.models import Customer

from .default_series import USUAL


def name_of(series: str, year: int) -> str:
    """The name under which a series is counted."""
    return f"contract {series} {year}"


def text_of(series: str, year: int, number: int) -> str:
    """HT-2026-0001"""
    return f"{series}-{year}-{number:04d}"


def assign_number(*, customer_id: int, by: User, at: datetime, series: str = USUAL) -> Contract:
    """Draw the next number of the year's series for a contract with this customer; the contract begins with it.

    The counter and the contract are written in one transaction: what is aborted leaves no gap. A number that a file or a
    hand gave out already is taken into the series and passed over. Refuses with code not_owner, forbidden, stage (Nc17), series (Nc15).
    """
    with transaction.atomic():
        customer, ownership = signing_customer(customer_id, by=by, at=at)
        if not NumberSeries.objects.filter(key=series, active=True).exists():
            raise Refused(_("This number series is not available: choose another one."), code="series", field="series")
        year = local_date(at).year
        number = _free(series, year)
        row = Contract.objects.create(
            customer=customer,
            number=text_of(series, year, number),
            drawn=True,
            series=series,
            series_year=year,
            series_no=number,
            signing_known=False,
            signed_at=at,
            amount=0,
            owner=ownership.owner if ownership else None,
            buyer=customer.name[:120],
            credit_code=_code_of(customer),
            recorded_by=by,
            recorded_at=at,
        )
        PartyCheck.objects.bulk_create([PartyCheck(contract=row, kind=kind) for kind in CheckKind.values])
        log.record(by=by, action="contract.drawn", at=at, subject=row, customer_id=customer.pk)
        return row


def _free(series: str, year: int) -> int:
    """The next number nobody has; one given out elsewhere is accounted for in the series."""
    while True:
        number = numbers.next_numbers(name_of(series, year))[0]
        if not alike(Contract.objects, "number", [text_of(series, year, number)]).update(
            series=series, series_year=year, series_no=number
        ):
            return number


def _code_of(customer: Customer) -> str:
    """The credit code that the last contract with this customer named."""
    last = (
        Contract.objects.filter(customer=customer)
        .exclude(credit_code="")
        .order_by("-pk")
        .values_list("credit_code", flat=True)
    )
    return last.first() or ""
