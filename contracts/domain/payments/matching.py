"""What a payment pays: matched to instalments by age or by hand, and taken off again (rows T20, T18)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from contracts.domain.access import may_record_payments
from contracts.domain.collections import overdue
from contracts.models import Allocation, Contract, Instalment, Payment
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.money import money_text
from crm_project.lib.refused import Refused
from customers.models import Customer


def check_allowed(by: User, customer: Customer | None = None) -> None:
    """Refuse who enters no money; with `customer`, who enters none of this one (None is the system)."""
    if by is None:
        return
    if not may(by, "payment.record"):
        raise Refused(_("Only finance can enter and match payments."), code="forbidden")
    if customer is not None and not may_record_payments(by, customer):
        raise Refused(
            _("You can't enter payments for “%(name)s”: it is outside your scope.") % {"name": customer.name},
            code="forbidden",
            field="customer",
        )


def open_parts(customer_id: int, currency: str, contract_id: int | None = None) -> QuerySet[Instalment]:
    """Instalments of contracts in force that are not fully paid, the oldest first."""
    rows = Instalment.objects.filter(
        contract__customer_id=customer_id,
        contract__currency=currency,
        contract__status=Contract.Status.CONFIRMED,
        paid__lt=F("amount"),
    )
    rows = rows.filter(contract_id=contract_id) if contract_id else rows
    return rows.select_related("contract").order_by("due_on", "contract_id", "number")


def match_oldest(row: Payment, *, at: datetime, contract_id: int | None = None) -> None:
    """Match what is left of a payment to the oldest open instalments of its (locked) customer."""
    rest = row.amount - row.allocated
    for part in open_parts(row.customer_id, row.currency, contract_id):
        if rest <= 0:
            break
        share = min(rest, part.amount - part.paid)
        _match(row, part, share, at)
        rest -= share


def _match(row: Payment, part: Instalment, share: Decimal, at: datetime) -> None:
    """Note that `share` of the payment pays this part; the three sums follow in the same transaction."""
    made, new = Allocation.objects.get_or_create(payment=row, instalment=part, defaults={"amount": share})
    if not new:
        Allocation.objects.filter(pk=made.pk).update(amount=made.amount + share)
    _moved(row, part, share, at)


def _moved(row: Payment, part: Instalment, share: Decimal, at: datetime) -> None:
    """Add `share` (less than zero: take off) to the sums of payment, instalment and contract.

    The customer is locked, so that nobody else adds meanwhile; the database adds nothing itself (see `cents`).
    """
    paid = part.paid + share
    full = paid == part.amount
    if full:
        overdue.settled([overdue.about(overdue.INSTALMENT, part.pk)], at=at)
    Instalment.objects.filter(pk=part.pk).update(paid=paid, paid_on=row.received_on if full else None)
    row.allocated += share
    Payment.objects.filter(pk=row.pk).update(allocated=row.allocated)
    before = Contract.objects.values_list("paid_amount", flat=True).get(pk=part.contract_id)
    Contract.objects.filter(pk=part.contract_id).update(paid_amount=before + share)
    part.paid = paid


def matchable(row: Payment, instalment_id: int, amount: Decimal) -> Instalment:
    """The instalment to which this much of a payment can be matched now; changes nothing.

    Refuses with code gone, customer, status, currency, amount, rest, open.
    """
    part = Instalment.objects.select_related("contract").filter(pk=instalment_id).first()
    if part is None:
        raise Refused(_("This instalment no longer exists: choose another one."), code="gone")
    if part.contract.customer_id != row.customer_id:
        raise Refused(_("This instalment belongs to another customer."), code="customer")
    if part.contract.status != Contract.Status.CONFIRMED:
        raise Refused(
            _("Contract %(number)s is not in force: nothing is due yet.") % {"number": part.contract.number},
            code="status",
        )
    if part.contract.currency != row.currency:
        raise Refused(_("The contract is in %(currency)s.") % {"currency": part.contract.currency}, code="currency")
    if amount <= 0:
        raise Refused(_("The amount must be more than zero."), code="amount", field="amount")
    if amount > row.amount - row.allocated:
        raise Refused(
            _("%(rest)s of this payment remains: match at most that amount.")
            % {"rest": money_text(row.amount - row.allocated, row.currency)},
            code="rest",
            field="amount",
        )
    if amount > part.amount - part.paid:
        raise Refused(
            _("%(open)s of this instalment is open: match at most that amount.")
            % {"open": money_text(part.amount - part.paid, row.currency)},
            code="open",
            field="amount",
        )
    return part


def match_payment(*, payment_id: int, instalment_id: int, amount: Decimal, by: User, at: datetime) -> Payment:
    """Match a part of a payment by hand, also to another contract of the customer. Refuses with code gone, rest, open, customer, currency, void, amount."""
    check_allowed(by)
    with transaction.atomic():
        row = locked_payment(payment_id, by)
        part = matchable(row, instalment_id, amount)
        _match(row, part, amount, at)
        log.record(
            by=by,
            action="payment.matched",
            at=at,
            subject=row,
            customer_id=row.customer_id,
            changes={"amount": [None, str(amount)], "to": [None, str(part)]},
        )
        return row


def unmatch_payment(*, allocation_id: int, by: User, at: datetime) -> Payment:
    """Take a payment off an instalment; the money is open again. Refuses with code gone, forbidden."""
    check_allowed(by)
    with transaction.atomic():
        found = Allocation.objects.select_related("payment", "instalment__contract").filter(pk=allocation_id).first()
        if found is None:
            raise Refused(_("This was already unmatched."), code="gone")
        row = locked_payment(found.payment_id, by)
        take_off(row, found.pk, at)
        log.record(
            by=by,
            action="payment.released",
            at=at,
            subject=row,
            customer_id=row.customer_id,
            changes={"amount": [str(found.amount), None], "to": [str(found.instalment), None]},
        )
        return row


def take_off(row: Payment, allocation_id: int, at: datetime) -> None:
    found = Allocation.objects.select_related("instalment").get(pk=allocation_id)
    part = found.instalment
    found.delete()
    _moved(row, part, -found.amount, at)


def locked_payment(payment_id: int, by: User) -> Payment:
    """The payment with its customer locked; refuses a void one, and who enters no money of this customer."""
    locked(Payment.objects.values_list("customer_id", flat=True).get(pk=payment_id))
    row = Payment.objects.select_for_update(no_key=True, of=("self",)).select_related("customer").get(pk=payment_id)
    check_allowed(by, row.customer)
    if row.voided_at:
        raise Refused(_("This payment is void."), code="void")
    return row
