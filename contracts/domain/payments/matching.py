"""What a payment pays: matched to instalments by age or by hand, and taken off again (rows T20, T18)."""

from collections.abc import Iterable, Mapping
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

# So many instalments stand on the page of a payment.
MOST = 50


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


def offered(row: Payment, named: Iterable[int] = ()) -> list[Instalment]:
    """The oldest open instalments of the payment's customer, and after them those `named` that are not open, of this customer only."""
    parts = list(open_parts(row.customer_id, row.currency)[:MOST])
    missing = set(named) - {part.pk for part in parts}
    if missing:
        rows = Instalment.objects.filter(pk__in=missing, contract__customer_id=row.customer_id)
        parts += rows.select_related("contract").order_by("due_on", "contract_id", "number")
    return parts


def spread(rest: Decimal, parts: Iterable[Instalment]) -> list[tuple[Instalment, Decimal]]:
    """Which of these instalments `rest` pays, and how much of each: the first in full, the last with what remains."""
    shares = []
    for part in parts:
        share = min(rest, part.open)
        if share <= 0:
            break
        shares.append((part, share))
        rest -= share
    return shares


def match_oldest(row: Payment, *, at: datetime, contract_id: int | None = None) -> None:
    """Match what is left of a payment to the oldest open instalments of its (locked) customer."""
    parts = open_parts(row.customer_id, row.currency, contract_id)
    for part, share in spread(row.amount - row.allocated, parts):
        _match(row, part, share, at)


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


def refusals(row: Payment, shares: Mapping[int, Decimal]) -> list[Refused]:
    """Why these shares ({instalment: amount}) of a payment can't be matched now; none where they can. Changes nothing.

    Codes: none, rest (all together), and of one instalment (`field`: see `field_of`) gone, customer, status, currency, amount, open.
    """
    if not shares:
        return [Refused(_("Enter an amount for at least one instalment."), code="none")]
    parts = Instalment.objects.select_related("contract").in_bulk(shares)
    found = [_refusal(row, parts.get(pk), pk, amount) for pk, amount in shares.items()]
    left, together = row.amount - row.allocated, sum(shares.values(), Decimal(0))
    if together > left:
        words = {
            "rest": money_text(left, row.currency),
            "sum": money_text(together, row.currency),
            "over": money_text(together - left, row.currency),
        }
        sentence = (
            _("%(rest)s of this payment remains and these amounts come to %(sum)s: lower them by %(over)s.") % words
        )
        found.append(Refused(sentence, code="rest"))
    return [refusal for refusal in found if refusal]


def field_of(instalment_id: int) -> str:
    """The form field in which the share of an instalment is entered."""
    return f"part-{instalment_id}"


def _refusal(row: Payment, part: Instalment | None, pk: int, amount: Decimal) -> Refused | None:
    if part is None:
        code, sentence = "gone", _("This instalment no longer exists: choose another one.")
    elif part.contract.customer_id != row.customer_id:
        code, sentence = "customer", _("This instalment belongs to another customer.")
    elif part.contract.status != Contract.Status.CONFIRMED:
        text = _("Contract %(number)s is not in force: nothing is due yet.")
        code, sentence = "status", text % {"number": part.contract.number}
    elif part.contract.currency != row.currency:
        code, sentence = "currency", _("The contract is in %(currency)s.") % {"currency": part.contract.currency}
    elif amount <= 0:
        code, sentence = "amount", _("The amount must be more than zero.")
    elif amount > part.open:
        text = _("%(open)s of this instalment is open: match at most that amount.")
        code, sentence = "open", text % {"open": money_text(part.open, row.currency)}
    else:
        return None
    return Refused(sentence, code=code, field=field_of(pk))


def match_payment(*, payment_id: int, shares: Mapping[int, Decimal], by: User, at: datetime) -> Payment:
    """Match parts of a payment by hand, {instalment: amount}, also of several contracts of the customer: all of them or none.

    Refuses with code void, forbidden and those of `refusals`.
    """
    check_allowed(by)
    with transaction.atomic():
        row = locked_payment(payment_id, by)
        for refusal in refusals(row, shares):
            raise refusal
        parts = Instalment.objects.select_related("contract").in_bulk(shares)
        for pk, amount in shares.items():
            _match(row, parts[pk], amount, at)
            log.record(
                by=by,
                action="payment.matched",
                at=at,
                subject=row,
                customer_id=row.customer_id,
                changes={"amount": [None, str(amount)], "to": [None, str(parts[pk])]},
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
