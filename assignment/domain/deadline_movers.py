"""What the owner can do about a deadline: the policy itself is asked, with each fact supposed (rows D1, D4, Nc7, Nc9)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from assignment.rules.policy import APPLICATION, NO_DEAL, Application, Facts, movers, readings

from .facts import deals_of, gather
from .policies.lookup import PolicyBook

# What is read of an ownership row; for `.values()`.
COLUMNS = (
    "customer_id",
    "owner_id",
    "since",
    "contacted_at",
    "extended_until",
    "spared_until",
    "review_after",
    "customer__stage",
    "customer__stage_since",
    "department__path",
)


def movers_of(
    rows: Sequence[Mapping[str, Any]], at: datetime, *, book: PolicyBook, keyed: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """{customer id: `movers`} of ownership rows with COLUMNS. `keyed`: which of them have a key contact.

    From the columns that stand on the row, so that a list costs at most one query more: what contact is was judged when they
    were written, and only a rule about deals asks for contracts.
    """
    policies = {path: book.for_path(path, at) for path in {row["department__path"] for row in rows}}
    asks_deals = {path for path, policy in policies.items() if policy and any(r.kind == NO_DEAL for r in policy.rules)}
    asked = [row["customer_id"] for row in rows if row["department__path"] in asks_deals]
    deals = deals_of(asked) if asked else {}
    out = {}
    for row in rows:
        policy, pk = policies[row["department__path"]], row["customer_id"]
        out[pk] = movers(policy, _facts(row, deals.get(pk), pk in keyed), at) if policy else ()
    return out


def _facts(row: Mapping[str, Any], deal_at: datetime | None, key_contact: bool) -> Facts:
    return Facts(
        customer_id=row["customer_id"],
        owner_id=row["owner_id"],
        since=row["since"],
        stage=row["customer__stage"],
        stage_since=row["customer__stage_since"],
        contacted_at=row["contacted_at"],
        deal_at=deal_at,
        key_contact=key_contact,
        extended_until=row["extended_until"],
        spared_until=row["spared_until"],
        review_after=row["review_after"],
    )


def application_keeps(customer_id: int, at: datetime) -> bool:
    """Whether an application for the next stage made at this moment would keep the customer until it is decided (Nc6)."""
    policy, facts = gather([customer_id], at).get(customer_id, (None, None))
    if policy is None or facts is None:
        return False
    supposed = replace(facts, applications=(*facts.applications, Application(at)))
    return any(reading.exempt == APPLICATION for reading in readings(policy, supposed))
