"""Figures of a confirmed contract are locked; a correction is asked for, approved, and leaves both values (row Na10)."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignment.domain import deadlines
from contracts.models import Contract, Correction
from contracts.rules import request_kinds
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import zone

from .access import deciders
from .collections import overdue
from .lock import locked_contract
from .payments import instalments

FIELDS = {
    "amount": gettext_lazy("Amount"),
    "signed_at": gettext_lazy("Signed on"),
    "type": gettext_lazy("Type"),
    "payment_method": gettext_lazy("Payment method"),
    "line": gettext_lazy("Line"),
}


def value_text(field: str, value: Any) -> str:
    """A figure as the correction keeps it: the amount to the cent, the day of the company's zone."""
    if field == "amount":
        return f"{value:.2f}"
    return value.astimezone(zone()).date().isoformat() if field == "signed_at" else str(value)


def _value(field: str, text: str) -> Any:
    if field == "amount":
        return Decimal(text)
    return datetime.combine(date.fromisoformat(text), time(0), zone()) if field == "signed_at" else text


def ask_correction(*, contract_id: int, by: User, at: datetime, changes: Mapping[str, str], reason: str) -> Request:
    """Ask to correct figures of a confirmed contract: {field: new text}. Refuses with code same, status, amount, future, reason, not_owner."""
    with locked_contract(contract_id, by=by) as row:
        customer, ownership = row.customer, row.customer.ownership_or_none
        if row.status != Contract.Status.CONFIRMED:
            raise Refused(
                _("Only figures of a confirmed contract are locked: edit this contract on its page."), code="status"
            )
        changes = {
            name: new for name, new in changes.items() if name in FIELDS and new != value_text(name, getattr(row, name))
        }
        if not changes:
            raise Refused(_("No difference from the contract."), code="same")
        _check(row, changes, at)
        people = [person for person in deciders(row) if person.pk != by.pk]
        before = {name: value_text(name, getattr(row, name)) for name in changes}
        return ask(
            kind=request_kinds.CONTRACT_FIGURE,
            by=by,
            at=at,
            decider=people[0] if people else _above(row, by),
            subject=f"{row.number} · {customer.name}"[:200],
            arguments={"contract_id": row.pk, "changes": changes},
            reason=reason,
            customer_id=customer.pk,
            about=f"contract:{row.pk}",
            department=ownership.department if ownership else customer.department,
            evidence={
                "changes": [[name, before[name], changes[name]] for name in changes],
                "contract_id": row.pk,
                "currency": row.currency,
            },
        )


def _above(row: Contract, by: User) -> User | None:
    """Whoever decides where the nearest manager is the one who asks."""
    ownership = row.customer.ownership_or_none
    return decider(ownership.department if ownership else row.customer.department, 1, "contract.confirm", exclude=[by])


def _check(row: Contract, changes: Mapping[str, str], at: datetime) -> None:
    if "amount" in changes and Decimal(changes["amount"]) <= 0:
        raise Refused(_("The amount must be more than zero."), code="amount", field="amount")
    if "signed_at" in changes and _value("signed_at", changes["signed_at"]) > at:
        raise Refused(_("The signing date can't lie in the future."), code="future", field="signed_at")


def correct_contract(
    *, contract_id: int, changes: Mapping[str, str], by: User, at: datetime, request: Request
) -> Contract:
    """Carry out an approved correction; the plan follows the amount, the clocks the day of signing. Refuses with code status, paid."""
    with locked_contract(contract_id, status=Contract.Status.CONFIRMED) as row:
        customer = row.customer
        _check(row, changes, at)
        before = {name: value_text(name, getattr(row, name)) for name in changes}
        for name, text in changes.items():
            new = _value(name, text)
            if name == "amount":
                with overdue.replanned(row, at=at):
                    instalments.stretch(row, new)
            setattr(row, name, new)
        row.save(update_fields=list(changes))
        Correction.objects.bulk_create(
            Correction(
                contract=row,
                field=name,
                old=before[name],
                new=changes[name],
                reason=request.reason[:1000],
                asked_by=request.asked_by,
                approved_by=by,
                at=at,
            )
            for name in changes
        )
        if "signed_at" in changes:
            deadlines.refresh([customer.pk], at=at, locked=True)
        log.record(
            by=by,
            action="contract.corrected",
            at=at,
            subject=row,
            customer_id=customer.pk,
            reason=request.reason,
            changes={name: [before[name], changes[name]] for name in changes},
        )
        return row
