"""The plan by which a contract is paid: its parts always add up to its amount (row T20)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from contracts.domain.collections import overdue
from contracts.domain.lock import locked_contract
from contracts.models import Contract, Instalment
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.money import money_text
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date

# Where nobody said when a contract is to be paid: days after the signing.
USUAL_TERM = 30
MOST = 36


def usual_day(signed_at: datetime, due_at: datetime | None) -> date:
    """The day on which a contract without a plan is due."""
    return local_date(due_at) if due_at else local_date(signed_at) + timedelta(days=USUAL_TERM)


def ensure_instalment(contract: Contract) -> None:
    """One part for the whole where there is no plan; called when a contract comes into force."""
    if not contract.instalments.exists():
        Instalment.objects.create(
            contract=contract, number=1, due_on=usual_day(contract.signed_at, contract.due_at), amount=contract.amount
        )


def plan_instalments(*, contract_id: int, by: User, at: datetime, parts: Sequence[dict[str, Any]]) -> Contract:
    """Set the plan: [{label, due_on, amount}] in order. Parts that were paid keep at least what was paid.

    Refuses with code sum (not the contract's amount to the cent), parts, amount, paid, status.
    """
    with locked_contract(contract_id, if_void=_("This contract is void: nothing is due.")) as row:
        with overdue.replanned(row, at=at):
            write_instalments(row, parts)
        log.record(
            by=by,
            action="contract.planned",
            at=at,
            subject=row,
            customer_id=row.customer_id,
            changes={"instalments": [None, [f"{part['due_on']}: {part['amount']}" for part in parts]]},
        )
        return row


def check_parts(row: Contract, parts: Sequence[dict[str, Any]]) -> None:
    """Refuse parts that don't make the contract's amount."""
    if not 1 <= len(parts) <= MOST:
        raise Refused(_("A plan has 1 to %(n)d instalments.") % {"n": MOST}, code="parts")
    if any(part["amount"] <= 0 for part in parts):
        raise Refused(_("Each instalment must be more than zero."), code="amount")
    total = sum(part["amount"] for part in parts)
    if total != row.amount:
        raise Refused(
            _("The instalments add up to %(sum)s, the contract amount is %(amount)s: the difference is %(rest)s.")
            % {
                "sum": money_text(total, row.currency),
                "amount": money_text(row.amount, row.currency),
                "rest": money_text(abs(row.amount - total), row.currency),
            },
            code="sum",
        )


def write_instalments(row: Contract, parts: Sequence[dict[str, Any]]) -> None:
    """Write the plan of a locked contract."""
    check_parts(row, parts)
    standing = list(row.instalments.order_by("number"))
    for old, part in zip(standing, parts, strict=False):
        if part["amount"] < old.paid:
            raise Refused(
                _("%(paid)s of instalment %(n)d is already paid: the amount can't be lower.")
                % {"n": old.number, "paid": money_text(old.paid, row.currency)},
                code="paid",
            )
    gone = standing[len(parts) :]
    if any(old.paid for old in gone):
        raise Refused(_("An instalment that was paid can't be removed from the plan."), code="paid")
    Instalment.objects.filter(pk__in=[old.pk for old in gone]).delete()
    for number, part in enumerate(parts, 1):
        stood = standing[number - 1] if number <= len(standing) else None
        changed = {"due_on": part["due_on"], "amount": part["amount"], "label": part.get("label", ""), "assumed": False}
        if stood is None:
            Instalment.objects.create(contract=row, number=number, **changed)
        else:
            full = stood.paid_on if stood.paid == part["amount"] else None
            Instalment.objects.filter(pk=stood.pk).update(**changed, paid_on=full)


def stretch(row: Contract, amount: Decimal) -> None:
    """Make the plan of a locked contract add up to a corrected amount: the last parts give or take. Returns nothing, or refuses."""
    rest = amount - row.amount
    parts = list(row.instalments.order_by("-number"))
    for part in parts:
        if rest == 0:
            break
        new = max(part.amount + rest, part.paid)
        rest -= new - part.amount
        if new == 0:
            part.delete()
            continue
        Instalment.objects.filter(pk=part.pk).update(amount=new, paid_on=part.paid_on if new == part.paid else None)
    if rest:
        raise Refused(
            _("More than the corrected amount was paid: void or move the payment first."), code="paid", field="amount"
        )
