"""Money that finance gave up on, declared and cleared by finance only (rows T10, T11, T20)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from contracts.domain.access import may_record_payments
from contracts.models import BadDebt, Contract
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Customer


def _allowed(by: User, customer: Customer | None = None) -> None:
    if not may(by, "payment.record") or (customer is not None and not may_record_payments(by, customer)):
        raise Refused(_("Only finance can record bad debts."), code="forbidden")


def declare_bad_debt(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    amount: Decimal,
    reason: str,
    contract_id: int | None = None,
    currency: str = "CNY",
) -> BadDebt:
    """Record a bad debt; the customer gets no credit grade while one stands. Refuses with code forbidden, amount, reason, contract."""
    _allowed(by)
    if amount <= 0:
        raise Refused(_("The amount must be more than zero."), code="amount", field="amount")
    if not reason.strip():
        raise Refused(_("Give the reason for the bad debt."), code="reason", field="reason")
    with transaction.atomic():
        customer = locked(customer_id)
        _allowed(by, customer)
        contract = Contract.objects.filter(pk=contract_id, customer=customer).first() if contract_id else None
        if contract_id and contract is None:
            raise Refused(_("This contract belongs to another customer."), code="contract", field="contract")
        row = BadDebt.objects.create(
            customer=customer,
            contract=contract,
            amount=amount,
            currency=contract.currency if contract else currency,
            declared_on=local_date(at),
            reason=reason.strip()[:200],
            declared_by=by,
        )
        _mark(customer.pk)
        log.record(
            by=by,
            action="bad_debt.declared",
            at=at,
            subject=customer,
            reason=reason.strip(),
            changes={"amount": [None, str(amount)]},
        )
        return row


def clear_bad_debt(*, bad_debt_id: int, by: User, at: datetime) -> BadDebt:
    """It was paid after all, or the declaration was wrong. Refuses with code forbidden, cleared."""
    _allowed(by)
    with transaction.atomic():
        customer = locked(BadDebt.objects.values_list("customer_id", flat=True).get(pk=bad_debt_id))
        _allowed(by, customer)
        row = BadDebt.objects.select_for_update(no_key=True, of=("self",)).get(pk=bad_debt_id)
        if row.cleared_on:
            raise Refused(_("This bad debt was already cleared."), code="cleared")
        BadDebt.objects.filter(pk=row.pk).update(cleared_on=local_date(at), cleared_by=by)
        _mark(customer.pk)
        log.record(
            by=by, action="bad_debt.cleared", at=at, subject=customer, changes={"amount": [str(row.amount), None]}
        )
        return row


def _mark(customer_id: int) -> None:
    standing = BadDebt.objects.filter(customer_id=customer_id, cleared_on=None).exists()
    Customer.objects.filter(pk=customer_id).update(bad_debt=standing)
