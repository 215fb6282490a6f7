"""Who had and who gets customers is told once, of one by its name, of many by their number and the first names (rows Nd9, Nh3)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from assignment.domain.owner_change import count
from assignment.models import OwnershipEvent
from crm_project.accounts.models import User
from crm_project.notices.domain.notify import tell
from customers.models import Customer

# The first few are told by name.
NAMED = 5


def tell_transferred(
    to: User,
    customers: Sequence[Customer],
    entries: Sequence[OwnershipEvent],
    *,
    by: User | None,
    reason: str,
    at: datetime,
) -> None:
    """`entries` of the ledger say who had these customers, as far as they did not come from the pool."""
    for owner_id, theirs in _by_owner(entries).items():
        params: dict[str, Any] = {"person": str(to), "reason": reason, "tasks": _tasks(theirs)}
        _tell(
            owner_id,
            "transferred_away",
            "transferred_away_many",
            _customers(theirs),
            at=at,
            url=_losses(theirs),
            **params,
        )
    if len(customers) == 1:
        url = reverse("customers:detail", args=[customers[0].pk])
    else:
        url = f"{reverse('customers:list')}?scope=mine"
    params = {"person": str(by) if by else "", "reason": reason, "tasks": _tasks(entries)}
    _tell(to.pk, "transferred_to", "transferred_to_many", customers, at=at, url=url, **params)


def tell_released(entries: Sequence[OwnershipEvent], *, reason: str, at: datetime) -> None:
    """Whoever had the customers of these entries of the ledger."""
    for owner_id, theirs in _by_owner(entries).items():
        _tell(
            owner_id,
            "released_by_manager",
            "released_by_manager_many",
            _customers(theirs),
            at=at,
            url=_losses(theirs),
            reason=reason,
        )


def tell_transfer_undone(person: int, customers: Sequence[Customer], *, by: User, url: str, at: datetime) -> None:
    """Whoever had got these customers has them no longer."""
    _tell(person, "transfer_undone", "transfers_undone", customers, at=at, url=url, person=str(by))


def _tell(reader: int, one: str, many: str, customers: Sequence[Customer], **rest: Any) -> None:
    names = [customer.name for customer in customers]
    if len(names) == 1:
        tell([reader], one, customer=names[0], **rest)
    else:
        tell([reader], many, n=len(names), names=names[:NAMED], **rest)


def _by_owner(entries: Sequence[OwnershipEvent]) -> Mapping[int, list[OwnershipEvent]]:
    """{who had them: entries of the ledger}"""
    out = defaultdict(list)
    for entry in entries:
        out[entry.closes_owner_id or 0].append(entry)
    return out


def _customers(entries: Sequence[OwnershipEvent]) -> list[Customer]:
    return [entry.customer for entry in entries]


def _losses(entries: Sequence[OwnershipEvent]) -> str:
    """Where the former owner reads why: the explanation itself, or the list of what they lost."""
    if len(entries) == 1:
        return reverse("assignment:loss", args=[entries[0].pk])
    return f"{reverse('assignment:losses')}?show=mine"


def _tasks(entries: Sequence[OwnershipEvent]) -> int:
    return sum(count(entry, "tasks") for entry in entries)
