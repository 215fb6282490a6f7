"""Contracts in preparation follow the customer to its next owner; what is signed keeps who signed it (rows Ne9, Nc15)."""

from collections import defaultdict

from django.db import transaction
from django.utils.translation import ngettext

from crm_project.audit.domain import log
from crm_project.lib.open_work import OpenWork, OwnerChange
from customers.models import Ownership

from .models import Contract, Expense
from .models.choices import ExpenseStatus


def _unsigned():
    return Contract.objects.filter(status=Contract.Status.DRAFT, drawn=True, signing_known=False)


def _turn():
    """Unsigned drafts whose customer has an owner."""
    return _unsigned().filter(customer__ownership__isnull=False)


def _give(rows, owners, by, at):
    """`owners`: {customer id: owner id}; returns {customer id: [ids]} of what changed."""
    out, ids, entries = defaultdict(list), defaultdict(list), []
    for contract in rows:
        owner = owners[contract.customer_id]
        if contract.owner_id != owner:
            ids[owner].append(contract.pk)
            out[contract.customer_id].append(contract.pk)
            changes = {"owner": [contract.owner_id, owner]}
            entries.append(
                log.entry(
                    by=by,
                    action="contract.new_owner",
                    at=at,
                    subject=contract,
                    customer_id=contract.customer_id,
                    changes=changes,
                )
            )
    for owner, theirs in ids.items():
        Contract.objects.filter(pk__in=theirs).update(owner=owner)
    log.record_many(entries)
    return dict(out)


def _passed(moves, *, by, at):
    owners = {m.customer_id: m.to_id for m in moves}
    return _give(list(_unsigned().filter(customer__in=owners)), owners, by, at)


def _restored(move, ids, *, by, at, pooled):
    _give(list(_unsigned().filter(pk__in=ids, customer=move.customer_id)), {move.customer_id: move.to_id}, by, at)


def _pass_drafts(*, leaver, to, by, at):
    """What still names the leaver although somebody else has the customer."""
    with transaction.atomic():
        rows = list(_turn().filter(owner=leaver).exclude(customer__ownership__owner=leaver))
        owners = dict(
            Ownership.objects.filter(pk__in=[c.customer_id for c in rows]).values_list("customer_id", "owner_id")
        )
        return sum(len(theirs) for theirs in _give(rows, owners, by, at).values())


def _expenses():
    return Expense.objects.filter(status=ExpenseStatus.WAITING)


WORK = (
    OpenWork(
        key="contracts",
        covers=("contracts.Contract.owner",),
        column="owner",
        rows=_turn,
        label=lambda n: ngettext("%(n)d contract in preparation", "%(n)d contracts in preparation", n) % {"n": n},
        pass_on=_pass_drafts,
    ),
    OpenWork(
        key="expenses",
        covers=("contracts.Expense.claimant",),
        column="claimant",
        rows=_expenses,
        label=lambda n: (
            ngettext("%(n)d waiting expense (withdrawn)", "%(n)d waiting expenses (withdrawn)", n) % {"n": n}
        ),
        # Taken back with its request.
        pass_on=lambda **_: 0,
        on_move=False,
    ),
)
OWNER_CHANGES = (OwnerChange(key="contracts", passed=_passed, restored=_restored),)
# Whose result a signed contract is has been decided.
SAYS_WHO = ("contracts.CreditShare.user",)
