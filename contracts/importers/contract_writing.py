"""Writing the contracts of one batch, and what follows from confirmed ones: the official stage, the clocks, the ledger."""

from assignment.domain import deadlines
from assignment.domain.ledger import Kind, event
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import OwnershipEvent
from contracts.domain.payments import opening_balances
from contracts.models import CommissionShare, Contract
from crm_project.audit.domain import log
from crm_project.lib.database import bulk
from crm_project.lib.time import local_date
from customers.importing.noting import note
from customers.models import Customer
from customers.models.choices import Stage

from .undoing_contracts import CONFIRMED, CONTRACT, as_entered

AT_ONCE = 500


def insert(drafts, terms, ownerships):
    """Enter new contracts of locked customers; each customer becomes official with its first confirmed one."""
    if not drafts:
        return
    first = {}
    for draft in sorted(drafts, key=lambda draft: (draft.values["signed_at"], draft.number)):
        if draft.status == CONFIRMED and draft.customer.stage != Stage.OFFICIAL:
            first.setdefault(draft.customer.pk, draft)
    # In the order of the number: two imports of the same contracts never wait for each other in a ring.
    drafts = sorted(drafts, key=lambda draft: draft.values["number"])
    by = getattr(terms.by, "pk", None)
    rows = [_row(d, terms, ownerships.get(d.customer.pk), first.get(d.customer.pk)) for d in drafts]
    keys = bulk.insert(Contract, rows, recorded_by_id=by)
    for draft, key in zip(drafts, keys, strict=True):
        draft.pk = key
    for draft, row in zip(drafts, rows, strict=True):
        draft.trace = (draft.pk, {"entry": as_entered(row)})
    opening_balances.record_opening(
        [_opening(draft, row) for draft, row in zip(drafts, rows, strict=True)], at=terms.at, by=by
    )
    counted = [
        (draft, row) for draft, row in zip(drafts, rows, strict=True) if draft.status == CONFIRMED and row["owner_id"]
    ]
    bulk.insert(
        CommissionShare,
        [{"contract_id": d.pk, "user_id": row["owner_id"]} for d, row in counted],
        share=100,
        decided_at=terms.at,
    )
    _make_official(list(first.values()), terms, ownerships)
    moved = sorted({draft.customer.pk for draft in drafts if draft.status == CONFIRMED})
    deadlines.refresh(moved, at=terms.at, locked=True, book=PolicyBook())
    _tell(drafts, terms, {draft.number: {"amount": [None, str(draft.values["amount"])]} for draft in drafts})


def _row(draft, terms, ownership, first):
    values = draft.values
    recorded = values["signed_at"] if terms.history else terms.at
    decided = draft.status != Contract.Status.DRAFT
    before, since = "", None
    if draft.status == CONFIRMED:
        before, since = str(draft.customer.stage), draft.customer.stage_since
        if first is not None and first is not draft:
            before, since = str(Stage.OFFICIAL), first.values["signed_at"]
    owner = draft.owner.pk if draft.owner else ownership.owner_id if ownership else None
    return {
        "customer_id": draft.customer.pk,
        "number": values["number"],
        "signed_at": values["signed_at"],
        "amount": values["amount"],
        "status": str(draft.status),
        "owner_id": owner,
        "type": values.get("type", ""),
        "payment_method": values.get("payment_method", ""),
        "line": values.get("line", ""),
        "due_at": values.get("due_at"),
        # What goes beyond the amount is open credit of the customer.
        "paid_amount": min(values.get("paid_amount", 0), values["amount"]),
        "recorded_at": recorded,
        "decided_by_id": getattr(terms.by, "pk", None) if decided else None,
        "decided_at": recorded if decided else None,
        "stage_before": before,
        "stage_since_before": since,
    }


def _opening(draft, row):
    """What the plan and the opening payment of a new contract are made from."""
    return {
        "pk": draft.pk,
        "paid": draft.values.get("paid_amount", 0),
        "currency": "CNY",
        **{name: row[name] for name in ("customer_id", "amount", "signed_at", "due_at")},
    }


def _make_official(drafts, terms, ownerships):
    if not drafts:
        return
    events = []
    for draft in drafts:
        customer, ownership, signed = draft.customer, ownerships.get(draft.customer.pk), draft.values["signed_at"]
        events.append(
            event(
                Kind.STAGE,
                customer,
                at=signed if terms.history else terms.at,
                by=terms.by,
                owner_id=ownership.owner_id if ownership else None,
                department_id=customer.department_id,
                reason=draft.values["number"],
                evidence={
                    "from": str(customer.stage),
                    "to": str(Stage.OFFICIAL),
                    "since": customer.stage_since.isoformat(),
                },
            )
        )
        customer.stage, customer.stage_since = Stage.OFFICIAL, signed
    # An upsert that only ever updates, because the rows are locked and exist.
    Customer.objects.bulk_create(
        [draft.customer for draft in drafts],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["stage", "stage_since"],
        batch_size=AT_ONCE,
    )
    OwnershipEvent.objects.bulk_create(events, batch_size=AT_ONCE)


def update(drafts, terms):
    """Follow what was paid and when it is due."""
    changes = {}
    for draft in drafts:
        new = {name: draft.values[name] for name in draft.changes}
        changes[draft.number] = log.differences({name: getattr(draft.row, name) for name in new}, new)
        paid = new.pop("paid_amount", None)
        if new:
            Contract.objects.filter(pk=draft.row.pk).update(**new)
        if paid is not None:
            opening_balances.restate_opening(draft.row, paid, at=terms.at, by=terms.by)
        if "due_at" in new:
            opening_balances.postpone_opening(draft.row, local_date(new["due_at"]), at=terms.at)
        draft.pk = draft.row.pk
        before = {name: log.plain(getattr(draft.row, name)) for name in draft.changes}
        now = Contract.objects.get(pk=draft.row.pk)
        draft.trace = (draft.row.pk, {"entry": as_entered(now), "columns": before})
    _tell(drafts, terms, changes)


def _tell(drafts, terms, changes):
    told = [
        (d.pk, d.values["number"], d.customer.pk, d.number, {"row": [None, d.digest], **changes[d.number]})
        for d in drafts
    ]
    note(CONTRACT, told, terms)
