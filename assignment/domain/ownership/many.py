"""Many customers change hands at once: the guards of the single verbs, in a handful of statements (rows Nd9, Nf5).

Each customer has its own entry in ledger and audit and may be refused by itself; each person is told once.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from assignment.domain.capacity import lock_people, needs_slot, no_slot, slots_free
from assignment.domain.ledger import Kind
from assignment.domain.policies.lookup import PolicyBook
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership
from customers.models.choices import PoolReason

from .end import OwnershipEnd, end_ownerships
from .lock import in_pool, locked_many
from .owner_notices import tell_released, tell_transferred
from .release import given_reason
from .transfer import already_theirs, check_taker, transfer_from_pool

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
        limit = slots_free(policy, to)
        free = math.inf if limit is None else limit
        going: list[Customer] = []
        for customer in customers:
            ownership = held.get(customer.pk)
            if ownership and ownership.owner_id == to.pk:
                refused[customer.pk] = already_theirs(customer, to)
            elif needs_slot(customer) and free <= 0:
                refused[customer.pk] = no_slot(policy, to)
            else:
                going.append(customer)
                free -= needs_slot(customer)
        transfer_from_pool([c for c in going if c.pk not in held], to, by=by, reason=reason, at=at, book=book)
        endings = [_ending(c, held[c.pk], Kind.TRANSFERRED, to=to, reason=reason or "") for c in going if c.pk in held]
        entries = end_ownerships(endings, at=at, by=by, book=book)
        if going:
            tell_transferred(to, going, entries, by=by, reason=reason or "", at=at)
        return refused


def release_many(*, customer_ids: Iterable[int], by: User, reason: str, at: datetime, check: Check) -> Refusals:
    """Put these customers into the public pool; {id: why not} of the others. Refuses all with code reason."""
    reason = given_reason(reason)
    with transaction.atomic():
        customers, refused, held = _locked(customer_ids, check)
        refused |= {c.pk: in_pool(c) for c in customers if c.pk not in held}
        endings = [
            _ending(c, held[c.pk], Kind.RELEASED, reason=reason, pool_reason=PoolReason.BY_MANAGER)
            for c in customers
            if c.pk in held
        ]
        tell_released(end_ownerships(endings, at=at, by=by), reason=reason, at=at)
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
