"""The verbs of contracts: record, confirm, void (rows Nc13, Nc16, D9)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.policies.lookup import PolicyBook
from contracts.models import Contract, Paper, Promise
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell
from customers.domain.stages import enter_stage
from customers.models import Customer, Ownership
from customers.models.choices import Stage

from . import after_sales_people, commission
from .access import told_of_after_sales
from .collections import overdue
from .lock import locked_contract, signing_customer
from .payments import instalments
from .preparation.completeness import check_complete
from .signing import check_stage

# The signed copy of a contract that was noted comes in within so many days (Nf8).
COPY_DAYS = 7


def record_contract(
    *, customer_id: int, by: User, at: datetime, fields: Mapping[str, Any], promised: Sequence[Any] = ()
) -> Contract:
    """Note a signed contract; it moves no clock before it is confirmed. `promised`: gifts and promises (Nc16).

    Refuses with code number (it exists), future, amount, not_owner, stage (Nc17).
    """
    with transaction.atomic():
        customer, _ownership = signing_customer(customer_id, by=by, at=at)
        if fields["signed_at"] > at:
            raise Refused(_("The signing date can't lie in the future."), code="future", field="signed_at")
        if fields["amount"] <= 0:
            raise Refused(_("The amount must be more than zero."), code="amount", field="amount")
        try:
            with transaction.atomic():
                row = Contract.objects.create(
                    **fields,
                    customer=customer,
                    owner_id=commission.owner_at(customer.pk, at),
                    recorded_by=by,
                    recorded_at=at,
                    submitted_at=at,
                    submitted_by=by,
                )
        except IntegrityError:
            raise Refused(
                _("A contract with the number %(number)s already exists.") % {"number": fields["number"]},
                code="number",
                field="number",
            ) from None
        instalments.ensure_instalment(row)
        Promise.objects.bulk_create([Promise(contract=row, **given) for given in promised])
        Paper.objects.create(
            contract=row,
            what=_("Signed copy"),
            signed_copy=True,
            due_on=local_date(at) + timedelta(days=COPY_DAYS),
            entered_by=by,
        )
        log.record(
            by=by,
            action="contract.recorded",
            at=at,
            subject=row,
            customer_id=customer.pk,
            changes={"amount": [None, str(row.amount)]},
        )
        return row


def confirm_contract(*, contract_id: int, by: User, at: datetime) -> Contract:
    """Confirm: the customer becomes official at the signing, stage and protection terms end, deal clocks start from it.

    Refuses with code missing and the list of what is missing (Nc15, Nc16), stage (Nc17), status, preparation.
    """
    with locked_contract(contract_id, status=Contract.Status.DRAFT) as row:
        customer = row.customer
        check_stage(customer, Ownership.of(customer.pk), at)
        check_complete(row)
        if row.in_preparation:
            raise Refused(_("This contract was not submitted yet."), code="preparation")
        row.status, row.decided_by, row.decided_at = Contract.Status.CONFIRMED, by, at
        row.stage_before, row.stage_since_before = customer.stage, customer.stage_since
        row.save(update_fields=["status", "decided_by", "decided_at", "stage_before", "stage_since_before"])
        instalments.ensure_instalment(row)
        commission.assign_commission(row, by=by, at=at)
        if customer.stage != Stage.OFFICIAL:
            enter_stage(customer, Stage.OFFICIAL, at=at, by=by, since=row.signed_at, reason=row.number)
        else:
            deadlines.refresh([customer.pk], at=at, locked=True)
        log.record(by=by, action="contract.confirmed", at=at, subject=row, customer_id=customer.pk)
        _pass_to_after_sales(row, customer, at)
        return row


def _pass_to_after_sales(row: Contract, customer: Customer, at: datetime) -> None:
    """Where the department's policy says so, after-sales has the customer from now on, and is told so (Nc13)."""
    ownership = Ownership.of(customer.pk)
    policy = PolicyBook().for_department(ownership.department if ownership else customer.department, at)
    if policy is None or policy.after_sales == "none":
        return
    after_sales_people.hand_over(customer, policy.after_sales, at)
    tell(
        told_of_after_sales(policy.after_sales),
        "after_sales",
        at=at,
        key=f"after_sales:{row.pk}",
        number=row.number,
        customer=customer.name,
        url=reverse("customers:detail", args=[customer.pk]),
    )
    log.record(
        by=None,
        action="contract.passed_on",
        at=at,
        subject=row,
        customer_id=customer.pk,
        changes={"to": [None, policy.after_sales]},
    )


def void_contract(*, contract_id: int, by: User, at: datetime, reason: str) -> Contract:
    """Void: the clocks go back to what they would be without it; the last one gone, so is the official stage it brought.

    Refuses with code status, reason, paid (money was matched to it: release that first).
    """
    with locked_contract(contract_id, if_void=_("This contract is already void.")) as row:
        customer = row.customer
        if not (reason or "").strip():
            raise Refused(_("Give the reason for voiding the contract."), code="reason", field="reason")
        if row.instalments.filter(paid__gt=0).exists():
            raise Refused(
                _("Payments are matched to this contract: finance has to unmatch them first, then it can be voided."),
                code="paid",
            )
        was = row.status
        row.status, row.decided_by, row.decided_at, row.void_reason = Contract.Status.VOID, by, at, reason.strip()[:200]
        row.save(update_fields=["status", "decided_by", "decided_at", "void_reason"])
        overdue.settled(overdue.things_of(row), at=at)
        if was == Contract.Status.CONFIRMED:
            _give_clock_back(customer, row, at, by)
        log.record(by=by, action="contract.voided", at=at, subject=row, customer_id=customer.pk, reason=reason)
        return row


def _give_clock_back(customer: Customer, row: Contract, at: datetime, by: User) -> None:
    others = Contract.objects.filter(customer=customer, status=Contract.Status.CONFIRMED)
    first = others.order_by("decided_at", "pk").first()
    if row.stage_before and row.stage_before != Stage.OFFICIAL:
        if first is None:
            enter_stage(customer, row.stage_before, at=at, by=by, since=row.stage_since_before, reason=row.number)
            return
        # Another contract still makes it official: that one now remembers what was before.
        Contract.objects.filter(pk=first.pk).update(
            stage_before=row.stage_before, stage_since_before=row.stage_since_before
        )
        Customer.objects.filter(pk=customer.pk).update(stage_since=first.signed_at)
    deadlines.refresh([customer.pk], at=at, locked=True)
