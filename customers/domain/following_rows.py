"""Rows that follow a customer to its owner: open deals, contracts in preparation (rows Ne9, Nc15, Z11)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.open_work import Move
from customers.models import Ownership

# {customer id: (owner id, department id)}
Holders = dict[int, tuple[Any, Any]]


def holders_now(customer_ids: Iterable[int]) -> Holders:
    """Who holds these customers; those in the pool are left out. One query."""
    rows = Ownership.objects.filter(pk__in=list(customer_ids))
    return {pk: (owner, department) for pk, owner, department in rows.values_list("pk", "owner_id", "department_id")}


def holders_after(moves: Iterable[Move]) -> Holders:
    """Who holds these customers once they have moved."""
    return {move.customer_id: (move.to_id, move.department_id) for move in moves}


def follow_owner(
    rows: Sequence[Any], holders: Holders, *, action: str, update: Callable[..., Any], by: User | None, at: datetime
) -> dict[int, list[int]]:
    """Give each row (with `customer_id` and `owner_id`) to who holds its customer; the audit names each as `action`.

    `update(ids, owner, department)` writes those of one holder. Returns {customer id: [ids]} of what changed.
    """
    out, ids, entries = defaultdict(list), defaultdict(list), []
    for row in rows:
        holder = holders[row.customer_id]
        if row.owner_id == holder[0]:
            continue
        ids[holder].append(row.pk)
        out[row.customer_id].append(row.pk)
        changes = {"owner": [row.owner_id, holder[0]]}
        entries.append(
            log.entry(by=by, action=action, at=at, subject=row, customer_id=row.customer_id, changes=changes)
        )
    for (owner, department), theirs in ids.items():
        update(theirs, owner, department)
    log.record_many(entries)
    return dict(out)
