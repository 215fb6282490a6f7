"""Writing the ledger of ownership and its audit, and asking it who owned what when (rows Z12, D9)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from assignment.models import OwnershipEvent
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.database import bulk
from crm_project.lib.json_values import JsonObject
from customers.models import Customer, Ownership

Kind = OwnershipEvent.Kind
ENDS = (Kind.RELEASED, Kind.GIVEN_UP, Kind.TRANSFERRED, Kind.ROTATED, Kind.HANDED_OVER, Kind.MERGED)
# What closes a period: the ends, and an undo that takes the customer from whoever got it meanwhile.
CLOSES = (*ENDS, Kind.RESTORED)
# After which entry somebody else may have the customer. UNDONE: a claim, an extension or a review that was taken back at once.
TURNS = (*CLOSES, Kind.CLAIMED, Kind.ENTERED, Kind.UNDONE)
# What an undo needs to put a row back exactly as it was.
KEPT = (
    "owner_id",
    "department_id",
    "since",
    "extended_until",
    "review_after",
    "counts_after",
    "spared_until",
    "reminded_for",
)
POOLED = ("department_id", "pooled_at", "pool_reason", "last_owner_id", "former_owners")


def snapshot(ownership: Ownership, customer: Customer) -> dict[str, JsonObject]:
    """The ownership row and the pool columns as plain data."""

    return {"ownership": {name: _plain(getattr(ownership, name)) for name in KEPT}, "customer": pool_columns(customer)}


def pool_columns(customer: Customer) -> JsonObject:
    """What the customer's row says of the pool, as plain data."""
    return {name: _plain(getattr(customer, name)) for name in POOLED}


def _plain(value: datetime | int | str | None) -> int | str | None:
    return value.isoformat() if isinstance(value, datetime) else value


def event(
    kind: str,
    customer: Customer,
    *,
    at: datetime,
    by: User | None,
    owner_id: int | None = None,
    department_id: int | None = None,
    closes: Ownership | None = None,
    **fields: Any,
) -> OwnershipEvent:
    """An unsaved ledger row; `closes` is the ownership row that ends with it."""
    return OwnershipEvent(
        kind=kind,
        customer=customer,
        at=at,
        actor_id=getattr(by, "pk", by),
        owner_id=owner_id,
        department_id=department_id,
        closes_owner_id=closes.owner_id if closes else None,
        closes_since=closes.since if closes else None,
        **fields,
    )


def write_events(events: list[OwnershipEvent], *, names: Mapping[int, str] | None = None) -> list[OwnershipEvent]:
    """Write ledger rows with their audit entries; returns the rows. `names` (id -> name) spares fetching the customers."""
    bulk.create(events)
    log.record_many(
        [
            log.entry(
                by=e.actor_id,
                action=f"ownership.{e.kind}",
                at=e.at,
                subject_type="customer",
                subject_id=e.customer_id,
                subject_name=(names or {}).get(e.customer_id) or e.customer.name,
                customer_id=e.customer_id,
                reason=e.reason,
                changes={"owner": [e.closes_owner_id, e.owner_id]}
                if e.kind in ENDS or e.closes_owner_id != e.owner_id
                else {},
            )
            for e in events
        ]
    )
    return events


def owner_on(customer_id: int, moment: datetime) -> int | None:
    """Id of whoever owned the customer at this moment, or None: one query over the ledger."""
    begun = (
        OwnershipEvent.objects.filter(customer_id=customer_id, at__lte=moment)
        .filter(kind__in=TURNS)
        .order_by("-at", "-id")
        .values_list("owner_id", flat=True)
        .first()
    )
    return begun


def entry_of(customer_id: int, moment: datetime, kinds: Sequence[str]) -> OwnershipEvent | None:
    """What the ledger wrote about this customer at exactly this moment, of these kinds, or None."""
    return entries_of([customer_id], moment, kinds).get(customer_id)


def entries_of(customer_ids: Sequence[int], moment: datetime, kinds: Sequence[str]) -> dict[int, OwnershipEvent]:
    """The same of many customers: {customer: entry}; one query."""
    rows = OwnershipEvent.objects.filter(customer_id__in=customer_ids, at=moment, kind__in=kinds)
    found = rows.select_related("customer", "owner", "closes_owner__department").order_by("id")
    return {entry.customer_id: entry for entry in found}
