"""Money that came in: entered by finance, matched to instalments, taken off again, void (rows T20, T18)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from contracts.domain.payments.matching import check_allowed, locked_payment, match_oldest, take_off
from contracts.models import Contract, Payment
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.money import cents
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Customer


def record_payment(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    received_on: date,
    amount: Decimal,
    currency: str = "CNY",
    reference: str = "",
    note: str = "",
    contract_id: int | None = None,
    match: bool = True,
    idempotency_key: str | None = None,
) -> Payment:
    """Enter a payment and match it, oldest instalment first: those of `contract_id` only where one is named.

    What is left stays open as the customer's credit. `idempotency_key`: a form's token; posted again it gives the payment it entered. Refuses with code forbidden, future, amount, reference, contract.
    """
    check_allowed(by)
    with transaction.atomic():
        customer = locked(customer_id)
        check_allowed(by, customer)
        if idempotency_key and (
            earlier := Payment.objects.filter(idempotency_key=idempotency_key, entered_by=by, customer=customer).first()
        ):
            return earlier
        if received_on > local_date(at):
            raise Refused(
                _("The payment date can't be in the future: check the date."), code="future", field="received_on"
            )
        if amount <= 0:
            raise Refused(_("The amount must be more than zero."), code="amount", field="amount")
        if contract_id and not Contract.objects.filter(pk=contract_id, customer=customer).exists():
            raise Refused(_("This contract belongs to another customer."), code="contract", field="contract")
        row = _insert(
            customer,
            by,
            at,
            received_on=received_on,
            amount=amount,
            currency=currency,
            reference=reference.strip(),
            note=note.strip(),
            idempotency_key=idempotency_key or None,
        )
        log.record(
            by=by,
            action="payment.entered",
            at=at,
            subject=row,
            customer_id=customer.pk,
            changes={"amount": [None, str(row.amount)]},
        )
        if match:
            match_oldest(row, contract_id=contract_id, at=at)
        return row


def _insert(customer: Customer, by: User, at: datetime, **fields: Any) -> Payment:
    try:
        with transaction.atomic():
            return Payment.objects.create(customer=customer, entered_by=by, entered_at=at, **fields)
    except IntegrityError:
        raise Refused(
            _("A payment with the bank reference %(reference)s was already entered.")
            % {"reference": fields["reference"]},
            code="reference",
            field="reference",
        ) from None


def void_payment(*, payment_id: int, by: User, at: datetime, reason: str) -> Payment:
    """It was entered wrongly: what it paid is open again; the row and the reason stay. Refuses with code reason, void, forbidden."""
    check_allowed(by)
    if not (reason or "").strip():
        raise Refused(_("Give the reason for voiding the payment."), code="reason", field="reason")
    with transaction.atomic():
        row = locked_payment(payment_id, by)
        for pk in list(row.allocations.values_list("pk", flat=True)):
            take_off(row, pk, at)
        Payment.objects.filter(pk=row.pk).update(voided_at=at, voided_by=by, void_reason=reason.strip()[:200])
        log.record(
            by=by, action="payment.voided", at=at, subject=row, customer_id=row.customer_id, reason=reason.strip()
        )
        return row


def credit_of(customer_id: int) -> dict[str, Decimal]:
    """{currency: what came in from this customer and pays nothing yet}."""
    rows = Payment.objects.filter(customer_id=customer_id, voided_at=None, allocated__lt=F("amount"))
    found = rows.order_by().values("currency").annotate(sum=Sum(F("amount") - F("allocated")))
    return {row["currency"]: cents(row["sum"]) for row in found}
