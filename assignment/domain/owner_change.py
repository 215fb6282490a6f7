"""What follows a customer when it changes hands: tasks, deals, drafts, as the apps declare it (rows Ne9, Z5)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assignment.models import OwnershipEvent
from crm_project import catalogue
from crm_project.accounts.models import User
from crm_project.lib.json_values import Json
from crm_project.lib.open_work import Move

if TYPE_CHECKING:
    from assignment.domain.ownership.end import OwnershipEnd

# Where the ledger's entry keeps what followed: {"tasks": [ids]}.
FOLLOWED = "followed"


def pass_open_work(
    endings: "Sequence[OwnershipEnd]", former: Mapping[int, int], *, at: datetime, by: User | None
) -> None:
    """Pass on or close what hangs on these customers; the evidence of each ending says what. Costs the same for one and for many.

    `former`: {customer id: id of whoever had it}, as the row of ownership names the next one by now.
    """
    by_customer = {e.customer.pk: e for e in endings}
    passed = [_move(e, former) for e in endings if e.to is not None]
    pooled = [_move(e, former) for e in endings if e.to is None]
    for change in catalogue.owner_changes():
        found = {}
        if passed:
            found |= change.passed(passed, by=by, at=at)
        if pooled:
            found |= change.pooled(pooled, by=by, at=at)
        for customer_id, ids in found.items():
            evidence = by_customer[customer_id].evidence
            evidence.setdefault(FOLLOWED, {})[change.key] = ids


def _move(ending: "OwnershipEnd", former: Mapping[int, int]) -> Move:
    to, pk = ending.to, ending.customer.pk
    return Move(pk, former[pk], to.pk if to else None, to.department_id if to else None)


def return_open_work(entry: OwnershipEvent, *, at: datetime, by: User | None) -> None:
    """Undo what followed the customer in this entry of the ledger."""
    followed = (entry.evidence or {}).get(FOLLOWED) or {}
    restores: Json = entry.restores
    back = Move(entry.customer_id, entry.owner_id, entry.closes_owner_id, restores["ownership"]["department_id"])
    return_work(back, followed, by=by, at=at)


def pass_work(move: Move, *, by: User | None, at: datetime) -> dict[str, list[int]]:
    """Pass on what one person had still to do for a customer; {key: ids}, for `return_work`."""
    passed = {change.key: change.passed([move], by=by, at=at) for change in catalogue.owner_changes()}
    return {key: found[move.customer_id] for key, found in passed.items() if move.customer_id in found}


def return_work(back: Move, followed: Mapping[str, list[int]], *, by: User | None, at: datetime) -> None:
    """Give back what had followed; `back` goes from whoever has it now (None: closed with the pool) to whoever had it."""
    for change in catalogue.owner_changes():
        if followed.get(change.key):
            change.restored(back, followed[change.key], by=by, at=at, pooled=back.former_id is None)


def count(entry: OwnershipEvent, key: str) -> int:
    """How many of a kind followed the customer in this entry."""
    return len(((entry.evidence or {}).get(FOLLOWED) or {}).get(key, ()))
