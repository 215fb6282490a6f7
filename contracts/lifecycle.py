"""The verbs of contracts: record, confirm, void (row Nc13)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assignment import clocks
from assignment.ownership import locked
from crm_project.audit import log
from crm_project.lib.refused import Refused
from customers.access import check
from customers.choices import Stage
from customers.models import Customer, Ownership
from customers.stages import enter

from .models import Contract


def record(*, customer_id, by, at, fields):
    """Note a signed contract; it moves no clock before it is confirmed. Refuses a number that exists."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.objects.filter(pk=customer.pk).select_related("owner", "department").first()
        check(by, "contract.record", customer, ownership)
        if fields["signed_at"] > at:
            raise Refused(_("The signing date can't lie in the future."), code="future", field="signed_at")
        if fields["amount"] <= 0:
            raise Refused(_("The amount must be more than zero."), code="amount", field="amount")
        try:
            with transaction.atomic():
                row = Contract.objects.create(
                    **fields, customer=customer, owner=ownership.owner if ownership else None, recorded_by=by, recorded_at=at
                )
        except IntegrityError:
            raise Refused(_("A contract of the number %(number)s exists already.") % {"number": fields["number"]}, code="number", field="number") from None
        log.record(by=by, action="contract.recorded", at=at, subject=row, customer_id=customer.pk, changes={"amount": [None, str(row.amount)]})
        return row


def _waiting(contract_id, wanted):
    row = Contract.objects.select_for_update(no_key=True, of=("self",)).get(pk=contract_id)
    if row.status != wanted:
        raise Refused(_("This contract is %(status)s: open it again.") % {"status": row.get_status_display()}, code="status")
    return row


def confirm(*, contract_id, by, at):
    """Confirm: the customer becomes official at the signing, stage and protection terms end, deal clocks start from it."""
    with transaction.atomic():
        customer = locked(Contract.objects.values_list("customer_id", flat=True).get(pk=contract_id))
        row = _waiting(contract_id, Contract.Status.DRAFT)
        row.status, row.decided_by, row.decided_at = Contract.Status.CONFIRMED, by, at
        row.stage_before, row.stage_since_before = customer.stage, customer.stage_since
        row.save(update_fields=["status", "decided_by", "decided_at", "stage_before", "stage_since_before"])
        if customer.stage != Stage.OFFICIAL:
            enter(customer, Stage.OFFICIAL, at=at, by=by, since=row.signed_at, reason=row.number)
        else:
            clocks.refresh([customer.pk], at=at, locked=True)
        log.record(by=by, action="contract.confirmed", at=at, subject=row, customer_id=customer.pk)
        return row


def void(*, contract_id, by, at, reason):
    """Void: the clocks go back to what they would be without it; the last one gone, so is the official stage it brought."""
    with transaction.atomic():
        customer = locked(Contract.objects.values_list("customer_id", flat=True).get(pk=contract_id))
        row = Contract.objects.select_for_update(no_key=True, of=("self",)).get(pk=contract_id)
        if row.status == Contract.Status.VOID:
            raise Refused(_("This contract is void already."), code="status")
        if not (reason or "").strip():
            raise Refused(_("Say why the contract is void."), code="reason", field="reason")
        was = row.status
        row.status, row.decided_by, row.decided_at, row.void_reason = Contract.Status.VOID, by, at, reason.strip()[:200]
        row.save(update_fields=["status", "decided_by", "decided_at", "void_reason"])
        if was == Contract.Status.CONFIRMED:
            _give_clock_back(customer, row, at, by)
        log.record(by=by, action="contract.voided", at=at, subject=row, customer_id=customer.pk, reason=reason)
        return row


def _give_clock_back(customer, row, at, by):
    others = Contract.objects.filter(customer=customer, status=Contract.Status.CONFIRMED)
    first = others.order_by("decided_at", "pk").first()
    if row.stage_before and row.stage_before != Stage.OFFICIAL:
        if first is None:
            enter(customer, row.stage_before, at=at, by=by, since=row.stage_since_before, reason=row.number)
            return
        # Another contract still makes it official: that one now remembers what was before.
        Contract.objects.filter(pk=first.pk).update(stage_before=row.stage_before, stage_since_before=row.stage_since_before)
        Customer.objects.filter(pk=customer.pk).update(stage_since=first.signed_at)
    clocks.refresh([customer.pk], at=at, locked=True)
