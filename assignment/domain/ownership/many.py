"""Many customers change hands at once: the guards of the single verbs, in a handful of statements (rows Nd9, Nf5).

Each customer has its own entry in ledger and audit and may be refused by itself; each person is told once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain.capacity import lock_people, no_slot, slots_free
from assignment.domain.ledger import Kind
from assignment.domain.owner_change import count
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import OwnershipEvent
from assignment.rules import request_kinds
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Customer, Ownership
from customers.models.choices import PoolReason

from .begin import begin_ownerships
from .end import OwnershipEnd, end_ownerships
from .lock import in_pool, locked_many
from .transfer import already_theirs, check_taker

# The first few are told by name.
NAMED = 5
Check = Callable[[Customer, Ownership | None], Refused | None]
Refusals = dict[int, Refused]


def transfer_many(
    *, customer_ids: Iterable[int], to: User, by: User, reason: str, at: datetime, check: Check
) -> Refusals:
    """Give these customers to a colleague, in the order of their keys as far as the slots reach; {id: why not} of the others.

    `check(customer, ownership)`, asked under the lock, says why this one may not be transferred. Refuses all with code
    taker, where nobody may be given a customer, and taken.
    """
    with transaction.atomic():
        customers, refused, held = _locked(customer_ids, check)
        to = lock_people([to.pk])[to.pk]
        book = PolicyBook()
        check_taker(to, at, book=book, slots=False)
        policy = book.for_department(to.department, at)
        free = slots_free(policy, to)
        going: list[Customer] = []
        for customer in customers:
            ownership = held.get(customer.pk)
            needs_slot = customer.stage != "official" and free is not None
            if ownership and ownership.owner_id == to.pk:
                refused[customer.pk] = already_theirs(customer, to)
            elif needs_slot and free is not None and free <= 0:
                refused[customer.pk] = no_slot(policy, to)
            else:
                going.append(customer)
                free = free - 1 if needs_slot and free is not None else free
        pooled = [c for c in going if c.pk not in held]
        if pooled:
            _from_pool(pooled, to, by=by, reason=reason, at=at, book=book)
        endings = [_ending(c, held[c.pk], Kind.TRANSFERRED, to=to, reason=reason or "") for c in going if c.pk in held]
        entries = end_ownerships(endings, at=at, by=by, book=book)
        for owner_id, theirs in _by_owner(entries).items():
            _tell_away(owner_id, theirs, to, reason=reason or "", at=at)
        if going:
            _tell_taker(to, going, entries, by=by, reason=reason or "", at=at)
        return refused


def release_many(*, customer_ids: Iterable[int], by: User, reason: str, at: datetime, check: Check) -> Refusals:
    """Put these customers into the public pool; {id: why not} of the others. Refuses all with code reason."""
    reason = (reason or "").strip()
    if not reason:
        raise Refused(_("Give the reason: the owner will see it."), code="reason", field="reason")
    with transaction.atomic():
        customers, refused, held = _locked(customer_ids, check)
        refused |= {c.pk: in_pool(c) for c in customers if c.pk not in held}
        endings = [
            _ending(c, held[c.pk], Kind.RELEASED, reason=reason, pool_reason=PoolReason.BY_MANAGER)
            for c in customers
            if c.pk in held
        ]
        entries = end_ownerships(endings, at=at, by=by)
        for owner_id, theirs in _by_owner(entries).items():
            _tell_released(owner_id, theirs, reason=reason, at=at)
        return refused


def _locked(customer_ids: Iterable[int], check: Check) -> tuple[list[Customer], Refusals, Mapping[int, Ownership]]:
    """(customers by key that may be worked on, {id: why not} of the others, {id: ownership}), all under their locks."""
    found, refused = locked_many(customer_ids)
    rows = Ownership.objects.select_related("owner", "department").filter(pk__in=list(found))
    held = {row.pk: row for row in rows}
    for pk, customer in found.items():
        refusal = check(customer, held.get(pk))
        if refusal:
            refused[pk] = refusal
    return [c for pk, c in sorted(found.items()) if pk not in refused], refused, held


def _ending(customer: Customer, ownership: Ownership, kind: str, **fields: object) -> OwnershipEnd:
    return OwnershipEnd(customer, ownership, kind, version_id=ownership.policy_version, **fields)  # type: ignore[arg-type]


def _from_pool(
    customers: Sequence[Customer], to: User, *, by: User, reason: str, at: datetime, book: PolicyBook
) -> None:
    begin_ownerships(customers, to, at=at, by=by, kind=Kind.TRANSFERRED, reason=reason, book=book)
    asked = Request.objects.filter(customer_id__in=[c.pk for c in customers], kind=request_kinds.PUT_BACK)
    asked.filter(status=Request.Status.PENDING).update(status=Request.Status.OBSOLETE, decided_at=at)


def _by_owner(entries: Sequence[OwnershipEvent]) -> Mapping[int, list[OwnershipEvent]]:
    """{who had them: entries of the ledger}"""
    out = defaultdict(list)
    for entry in entries:
        out[entry.closes_owner_id or 0].append(entry)
    return out


def _names(customers: Sequence[Customer]) -> list[str]:
    return [c.name for c in customers[:NAMED]]


def _losses(entries: Sequence[OwnershipEvent]) -> str:
    """Where the former owner reads why: the explanation itself, or the list of what they lost."""
    if len(entries) == 1:
        return reverse("assignment:loss", args=[entries[0].pk])
    return f"{reverse('assignment:losses')}?show=mine"


def _tasks(entries: Sequence[OwnershipEvent]) -> int:
    return sum(count(entry, "tasks") for entry in entries)


def _tell_away(owner_id: int, entries: Sequence[OwnershipEvent], to: User, *, reason: str, at: datetime) -> None:
    url, tasks, rows = _losses(entries), _tasks(entries), [entry.customer for entry in entries]
    same: dict[str, Any] = {"person": str(to), "reason": reason, "tasks": tasks}
    if len(rows) == 1:
        tell([owner_id], "transferred_away", at=at, url=url, customer=rows[0].name, **same)
    else:
        tell([owner_id], "transferred_away_many", at=at, url=url, n=len(rows), names=_names(rows), **same)


def _tell_taker(
    to: User, customers: Sequence[Customer], entries: Sequence[OwnershipEvent], *, by: User, reason: str, at: datetime
) -> None:
    same: dict[str, Any] = {"person": str(by), "reason": reason, "tasks": _tasks(entries)}
    if len(customers) == 1:
        url = reverse("customers:detail", args=[customers[0].pk])
        tell([to], "transferred_to", at=at, url=url, customer=customers[0].name, **same)
    else:
        url = f"{reverse('customers:list')}?scope=mine"
        tell([to], "transferred_to_many", at=at, url=url, n=len(customers), names=_names(customers), **same)


def _tell_released(owner_id: int, entries: Sequence[OwnershipEvent], *, reason: str, at: datetime) -> None:
    url, rows = _losses(entries), [entry.customer for entry in entries]
    if len(rows) == 1:
        tell([owner_id], "released_by_manager", at=at, url=url, customer=rows[0].name, reason=reason)
    else:
        names = _names(rows)
        tell([owner_id], "released_by_manager_many", at=at, url=url, n=len(rows), names=names, reason=reason)
