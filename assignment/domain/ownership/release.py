"""How an ownership ends: given up, released, transferred (rows Nc8, Nd9, Nf5)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.capacity import lock_people
from assignment.domain.frozen_evidence import freeze
from assignment.domain.ledger import KEPT, Kind, event, snapshot, write
from assignment.domain.owner_change import count, pass_open_work
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules import request_kinds
from crm_project.accounts.domain.access import may
from crm_project.approvals.domain.kinds import keys_about
from crm_project.approvals.models import Request
from crm_project.approvals.rules.kinds import About
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Collaborator, Customer, Ownership
from customers.models.choices import PoolReason

from .claim import begin_ownership, slots_full
from .lock import locked, owned


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


def end_ownerships(endings, *, at: datetime, by, run=None, book=None):
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
    return write(events, names={e.customer.pk: e.customer.name for e in endings})


def _into_pool(endings, at):
    owner = Ownership.objects.filter(customer_id=OuterRef("pk")).values("owner_id")
    for reason in {e.pool_reason for e in endings}:
        ids = [e.customer.pk for e in endings if e.pool_reason == reason]
        Customer.objects.filter(pk__in=ids).update(
            pooled_at=at, pool_reason=reason, last_owner_id=Subquery(owner), former_owners=F("former_owners") + 1
        )
    ids = [e.customer.pk for e in endings]
    Collaborator.objects.filter(customer_id__in=ids, until__isnull=True).update(until=at)
    Ownership.objects.filter(pk__in=ids).delete()


def _to_others(endings, at, book):
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


KEPT_COLUMNS = [name.removesuffix("_id") for name in KEPT]


def give_up(*, customer_id, by, reason, at):
    """Let one's own customer go into the public pool; the cool-down begins (Nc8). The reason is kept."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        if ownership.owner_id != by.pk:
            raise Refused(
                _("Only the owner, %(owner)s, can give “%(name)s” up.")
                % {"owner": ownership.owner, "name": customer.name},
                code="not_owner",
            )
        if not (reason or "").strip():
            raise Refused(
                _("Say why you give the customer up: whoever takes it next will read it."),
                code="reason",
                field="reason",
            )
        end_ownerships(
            [
                OwnershipEnd(
                    customer,
                    ownership,
                    Kind.GIVEN_UP,
                    reason=reason.strip(),
                    pool_reason=PoolReason.GIVEN_UP,
                    version_id=ownership.policy_version,
                )
            ],
            at=at,
            by=by,
        )
        return customer


def release(*, customer_id, by, reason, at, pool_reason=PoolReason.BY_MANAGER, rule="", evidence=None):
    """A manager puts a customer into the public pool (Nd9). `rule`, `evidence`: what the decision rested on, for the ledger."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        reason = (reason or "").strip()
        # Whoever closes an account need not say more than that: it is worded when it is read.
        if not reason and pool_reason != PoolReason.LEFT:
            raise Refused(_("Give the reason: the owner will read it."), code="reason", field="reason")
        entry = end_ownerships(
            [
                OwnershipEnd(
                    customer,
                    ownership,
                    Kind.RELEASED,
                    reason=reason,
                    pool_reason=pool_reason,
                    rule=rule,
                    version_id=ownership.policy_version,
                    evidence=evidence or {},
                )
            ],
            at=at,
            by=by,
        )[0]
        tell(
            [ownership.owner_id],
            "released_by_manager",
            at=at,
            url=reverse("assignment:loss", args=[entry.pk]),
            customer=customer.name,
            reason=reason,
        )
        return customer


def check_taker(to, at, *, book, slots=True):
    """Refuse a new owner who can't hold customers or has no free slot."""
    if not to.is_active or not may(to, "customer.claim") or to.department_id is None:
        raise Refused(
            _("%(person)s can't hold customers: choose somebody whose role does.") % {"person": to},
            code="taker",
            field="to",
            person=str(to),
        )
    full = slots_full(book.for_department(to.department, at), to) if slots else None
    if full:
        full.field = "to"
        raise full


def transfer(*, customer_id, to, by, reason, at, kind=Kind.TRANSFERRED, slots=True, told=True, rule="", evidence=None):
    """Give a customer, owned or from the pool, to a colleague, with fresh clocks (Nd9, Nf5). Refuses with code taker, slots, same.

    `rule`, `evidence`: what the decision rested on, for the ledger.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        to = lock_people([to.pk])[to.pk]
        book = PolicyBook()
        ownership = Ownership.objects.filter(pk=customer.pk).select_related("owner").first()
        if ownership and ownership.owner_id == to.pk:
            raise Refused(
                _("“%(name)s” belongs to %(person)s already.") % {"name": customer.name, "person": to},
                code="same",
                field="to",
                person=str(to),
            )
        check_taker(to, at, book=book, slots=slots and customer.stage != "official")
        followed = 0
        if ownership is None:
            begin_ownership(customer, to, at=at, by=by, kind=kind, reason=reason, book=book)
            asked = Request.objects.filter(customer_id=customer.pk, kind=request_kinds.PUT_BACK)
            asked.filter(status=Request.Status.PENDING).update(status=Request.Status.OBSOLETE, decided_at=at)
        else:
            former = ownership.owner_id
            ending = OwnershipEnd(
                customer,
                ownership,
                kind,
                to=to,
                reason=reason or "",
                rule=rule,
                version_id=ownership.policy_version,
                evidence=evidence or {},
            )
            entry = end_ownerships([ending], at=at, by=by, book=book)[0]
            followed = count(entry, "tasks")
            if told:
                tell(
                    [former],
                    "transferred_away",
                    at=at,
                    url=reverse("assignment:loss", args=[entry.pk]),
                    customer=customer.name,
                    person=str(to),
                    reason=reason or "",
                    tasks=followed,
                )
        if told:
            tell(
                [to],
                "transferred_to",
                at=at,
                url=reverse("customers:detail", args=[customer.pk]),
                customer=customer.name,
                person=str(by) if by else "",
                reason=reason or "",
                tasks=followed,
            )
        return customer
