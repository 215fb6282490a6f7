"""How ownerships end: many at once, into the pool or to others (rows Nc8, Nd9, Nf5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Subquery

from assignment.domain import deadlines
from assignment.domain.frozen_evidence import freeze
from assignment.domain.ledger import KEPT, event, snapshot, write_events
from assignment.domain.owner_change import pass_open_work
from assignment.models import OwnershipEvent, SweepRun
from crm_project.accounts.models import User
from crm_project.approvals.domain.kinds import keys_about
from crm_project.approvals.models import Request
from crm_project.approvals.rules.kinds import About
from customers.models import Collaborator, Customer, Ownership
from customers.models.choices import PoolReason

if TYPE_CHECKING:
    from assignment.domain.policies.lookup import PolicyBook

KEPT_COLUMNS = [name.removesuffix("_id") for name in KEPT]


@dataclass
class OwnershipEnd:
    """One ownership that ends: into the pool, or to `to` (an account) with fresh clocks."""

    customer: Customer
    ownership: Ownership
    kind: str
    to: Any = None
    reason: str = ""
    pool_reason: str = PoolReason.RELEASED
    rule: str = ""
    version_id: int | None = None
    evidence: dict = field(default_factory=dict)
    # What the policy decided from; gathered where the caller has not.
    policy: Any = None
    facts: Any = None
    reading: Any = None


def end_ownerships(
    endings: Sequence[OwnershipEnd],
    *,
    at: datetime,
    by: User | None,
    run: SweepRun | None = None,
    book: "PolicyBook | None" = None,
) -> list[OwnershipEvent]:
    """End many ownerships of locked customers in a handful of statements. Callers have checked; this only changes.

    Returns the ledger's entries, whose evidence says what was known at this moment.
    """
    if not endings:
        return []
    freeze(endings, at=at, book=book)
    events = [
        event(
            e.kind,
            e.customer,
            at=at,
            by=by,
            owner_id=e.to.pk if e.to else None,
            department_id=e.to.department_id if e.to else e.ownership.department_id,
            closes=e.ownership,
            rule=e.rule,
            policy_version_id=e.version_id,
            run=run,
            reason=e.reason,
            evidence=e.evidence,
            restores=snapshot(e.ownership, e.customer),
        )
        for e in endings
    ]
    former = {e.customer.pk: e.ownership.owner_id for e in endings}
    ids = [e.customer.pk for e in endings]
    # A constant "now" would not do: an undo finds what this ended by exactly this moment.
    waiting = Request.objects.filter(
        customer_id__in=ids, status=Request.Status.PENDING, kind__in=keys_about(About.OWNERSHIP)
    )
    waiting.update(status=Request.Status.OBSOLETE, decided_at=at)
    pooled = [e for e in endings if e.to is None]
    if pooled:
        _into_pool(pooled, at)
    moved = [e for e in endings if e.to is not None]
    if moved:
        _to_others(moved, at, book)
    # Part of the same entry: the evidence is the one that the events hold.
    pass_open_work(endings, former, at=at, by=by)
    return write_events(events, names={e.customer.pk: e.customer.name for e in endings})


def _into_pool(endings: Sequence[OwnershipEnd], at: datetime) -> None:
    owner = Ownership.objects.filter(customer_id=OuterRef("pk")).values("owner_id")
    for reason in {e.pool_reason for e in endings}:
        ids = [e.customer.pk for e in endings if e.pool_reason == reason]
        Customer.objects.filter(pk__in=ids).update(
            pooled_at=at, pool_reason=reason, last_owner_id=Subquery(owner), former_owners=F("former_owners") + 1
        )
    ids = [e.customer.pk for e in endings]
    Collaborator.objects.filter(customer_id__in=ids, until__isnull=True).update(until=at)
    Ownership.objects.filter(pk__in=ids).delete()


def _to_others(endings: Sequence[OwnershipEnd], at: datetime, book: "PolicyBook | None") -> None:
    for e in endings:
        row = e.ownership
        row.owner, row.department, row.since = e.to, e.to.department, at
        row.extended_until = row.review_after = row.counts_after = row.spared_until = row.reminded_for = None
    Ownership.objects.bulk_create(
        [e.ownership for e in endings],
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=[*KEPT_COLUMNS],
        batch_size=500,
    )
    for department_id in {e.to.department_id for e in endings}:
        ids = [e.customer.pk for e in endings if e.to.department_id == department_id]
        Customer.objects.filter(pk__in=ids).update(department_id=department_id, former_owners=F("former_owners") + 1)
    for taker in {e.to.pk for e in endings}:
        ids = [e.customer.pk for e in endings if e.to.pk == taker]
        Collaborator.objects.filter(customer_id__in=ids, user_id=taker, until__isnull=True).update(until=at)
    deadlines.refresh([e.customer.pk for e in endings], at=at, locked=True, book=book)
