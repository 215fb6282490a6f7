"""The verbs of ownership: begin, claim, give up, release, transfer (rows Z10, Nc8, Nc14, D1, D3).

Each is one transaction: lock, check, change, refresh the clock, ledger and audit, notices. A refusal changes nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_project.accounts.access import may
from crm_project.approvals.models import Request
from crm_project.approvals.requests import OF_OWNERSHIP
from crm_project.lib.prepared import prepared
from crm_project.lib.refused import Refused
from crm_project.notices.notify import tell
from customers.choices import PoolReason
from customers.models import Collaborator, Customer, Ownership

from . import clocks
from .holding import claims_today, cools_until, held, lock_people
from .ledger import KEPT, Kind, event, snapshot, write
from .policies import PolicyBook, zone
from .policy import NEVER


def shown(moment):
    """A moment as people read it in a sentence, in the company's time zone."""
    return timezone.localtime(moment, zone()).strftime("%Y-%m-%d %H:%M")


def locked(customer_id):
    """The customer, locked. Refuses one that is not there or was merged away."""
    customer = clocks.lock([customer_id]).get(customer_id)
    if customer is None:
        raise Refused(_("This customer does not exist any more."), code="gone")
    if customer.merged_into_id:
        raise Refused(_("This customer was merged into another one: open that one."), code="merged")
    if customer.removed_at:
        raise Refused(_("This customer was removed as invalid: restore it first."), code="removed")
    return customer


def owned(customer):
    """The ownership row of a locked customer. Refuses one in the public pool."""
    ownership = Ownership.objects.filter(pk=customer.pk).select_related("owner").first()
    if ownership is None:
        raise Refused(_("“%(name)s” is in the public pool: nobody owns it.") % {"name": customer.name}, code="in_pool")
    return ownership


# --- beginnings ----------------------------------------------------------------------------------------------------


def obstacle(customer, person, at, *, book=None, contacted=False, cooling=None):
    """Why this person may not claim this pool customer now, as a Refused, or None. The page asks it in advance."""
    book = book or PolicyBook()
    if not may(person, "customer.claim") or person.department_id is None:
        return Refused(_("Your role does not hold customers."), code="role")
    policy = book.for_department(person.department, at)
    own_pool = customer.department_id == person.department_id
    theirs = policy if own_pool else book.for_department(customer.department, at)
    if theirs and theirs.pool_reach == "department" and customer.department_id not in _line(person):
        return Refused(_("This customer is in the pool of %(department)s: ask for a transfer.") % {"department": customer.department}, code="reach")
    if policy is None:
        return None
    cooling = cools_until(policy, [customer.pk], person, at) if cooling is None else cooling
    if customer.pk in cooling:
        return Refused(_("You let this customer go recently: you may claim it again from %(when)s.") % {"when": shown(cooling[customer.pk])}, code="cooldown")
    if policy.claims_per_day is not None and claims_today(person, at) >= policy.claims_per_day:
        return Refused(_("You have claimed %(n)d customers today, which is the limit: try again tomorrow.") % {"n": policy.claims_per_day}, code="quota")
    full = slots_full(policy, person)
    if full:
        return full
    if policy.pool_claim == "followup" and not contacted:
        return Refused(_("Record the contact and your first follow-up to claim this customer."), code="followup")
    if policy.pool_claim == "request" and not contacted:
        return Refused(_("Ask your manager for this customer: claims need approval here."), code="request")
    return None


def slots_full(policy, person):
    """A Refused where all slots are taken, else None."""
    if policy and policy.slots is not None and held([person.pk]).get(person.pk, 0) >= policy.slots:
        return Refused(
            _("All %(slots)d slots of %(person)s are taken: first choose a customer to give up.") % {"slots": policy.slots, "person": person},
            code="slots",
        )  # fmt: skip
    return None


def _line(person):
    """Departments whose pool this person may take from: the own one and those it belongs to."""
    return set(person.department.ancestor_ids())


def begin(customer, owner, *, at, by, kind=Kind.ENTERED, reason="", evidence=None, book=None):
    """Write the ownership row of a locked, unowned customer; the primary key decides between two who are equally fast."""
    book = book or PolicyBook()
    try:
        with transaction.atomic():
            Ownership.objects.create(
                customer=customer, owner=owner, department=owner.department, since=at, release_at=NEVER, remind_at=NEVER, review_at=NEVER
            )
    except IntegrityError:
        raise Refused(_("Somebody else was faster: “%(name)s” has an owner already.") % {"name": customer.name}, code="taken") from None
    Customer.objects.filter(pk=customer.pk).update(pooled_at=None, pool_reason="", department=owner.department)
    clocks.refresh([customer.pk], at=at, locked=True, book=book)
    policy = book.for_department(owner.department, at)
    write(
        [
            event(
                kind, customer, at=at, by=by, owner_id=owner.pk, department_id=owner.department_id, reason=reason,
                policy_version_id=policy.version_id if policy else None, evidence=evidence or {},
            )
        ]
    )  # fmt: skip


@prepared
def _taken(customer):
    return Ownership.objects.filter(customer__pk=customer).select_related("owner")


def claim(*, customer_id, by, at, contacted=False, approved=False):
    """Take a customer from the public pool (Nc14). `contacted`: the first contact is recorded in the same transaction;
    `approved`: a manager granted the request. Refuses with code taken, slots, quota, cooldown, reach, followup or request."""
    with transaction.atomic():
        customer = locked(customer_id)
        person = lock_people([by.pk])[by.pk]
        taken = next(iter(_taken(customer.pk)), None)
        if taken:
            if taken.owner_id == by.pk:
                raise Refused(_("“%(name)s” is yours already.") % {"name": customer.name}, code="yours")
            raise Refused(_("Somebody else was faster: %(owner)s owns “%(name)s”.") % {"owner": taken.owner, "name": customer.name}, code="taken")
        book = PolicyBook()
        refusal = obstacle(customer, person, at, book=book, contacted=contacted or approved)
        if refusal:
            raise refusal
        begin(customer, person, at=at, by=by, kind=Kind.CLAIMED, book=book)
        Request.objects.filter(customer_id=customer.pk, kind=Request.Kind.CLAIM, status=Request.Status.PENDING).update(
            status=Request.Status.OBSOLETE, decided_at=at
        )
        return customer


def protect(customer, owner, *, at, by, reason=""):
    """Give a customer that was just entered its first owner, within the slots (D3)."""
    with transaction.atomic():
        person = lock_people([owner.pk])[owner.pk]
        book = PolicyBook()
        full = slots_full(book.for_department(person.department, at), person)
        if full:
            raise full
        begin(customer, person, at=at, by=by, kind=Kind.ENTERED, reason=reason, book=book)


# --- endings ---------------------------------------------------------------------------------------------------------


@dataclass
class Ending:
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


def finish(endings, *, at: datetime, by, run=None, book=None):
    """End many ownerships of locked customers in a handful of statements. Callers have checked; this only changes."""
    if not endings:
        return
    events = [
        event(
            e.kind, e.customer, at=at, by=by, owner_id=e.to.pk if e.to else None,
            department_id=e.to.department_id if e.to else e.ownership.department_id, closes=e.ownership, rule=e.rule,
            policy_version_id=e.version_id, run=run, reason=e.reason, evidence=e.evidence, restores=snapshot(e.ownership, e.customer),
        )
        for e in endings
    ]  # fmt: skip
    ids = [e.customer.pk for e in endings]
    # A constant "now" would not do: an undo finds what this ended by exactly this moment.
    waiting = Request.objects.filter(customer_id__in=ids, status=Request.Status.PENDING, kind__in=OF_OWNERSHIP)
    waiting.update(status=Request.Status.OBSOLETE, decided_at=at)
    pooled = [e for e in endings if e.to is None]
    if pooled:
        _into_pool(pooled, at)
    moved = [e for e in endings if e.to is not None]
    if moved:
        _to_others(moved, at, book)
    write(events, names={e.customer.pk: e.customer.name for e in endings})


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
        [e.ownership for e in endings], update_conflicts=True, unique_fields=["customer"], update_fields=[*KEPT_COLUMNS], batch_size=500
    )
    for department_id in {e.to.department_id for e in endings}:
        ids = [e.customer.pk for e in endings if e.to.department_id == department_id]
        Customer.objects.filter(pk__in=ids).update(department_id=department_id, former_owners=F("former_owners") + 1)
    for taker in {e.to.pk for e in endings}:
        ids = [e.customer.pk for e in endings if e.to.pk == taker]
        Collaborator.objects.filter(customer_id__in=ids, user_id=taker, until__isnull=True).update(until=at)
    clocks.refresh([e.customer.pk for e in endings], at=at, locked=True, book=book)


KEPT_COLUMNS = [name.removesuffix("_id") for name in KEPT]


def give_up(*, customer_id, by, reason, at):
    """Let one's own customer go into the public pool; the cool-down begins (Nc8). The reason is kept."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        if ownership.owner_id != by.pk:
            raise Refused(_("Only the owner, %(owner)s, can give “%(name)s” up.") % {"owner": ownership.owner, "name": customer.name}, code="not_owner")
        if not (reason or "").strip():
            raise Refused(_("Say why you give the customer up: whoever takes it next will read it."), code="reason", field="reason")
        finish([Ending(customer, ownership, Kind.GIVEN_UP, reason=reason.strip(), pool_reason=PoolReason.GIVEN_UP, version_id=ownership.policy_version)], at=at, by=by)
        return customer


def release(*, customer_id, by, reason, at, pool_reason=PoolReason.BY_MANAGER):
    """A manager puts a customer into the public pool (Nd9)."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        if not (reason or "").strip():
            raise Refused(_("Give the reason: the owner will read it."), code="reason", field="reason")
        finish([Ending(customer, ownership, Kind.RELEASED, reason=reason.strip(), pool_reason=pool_reason, version_id=ownership.policy_version)], at=at, by=by)
        tell([ownership.owner_id], "released_by_manager", at=at, url=reverse("customers:detail", args=[customer.pk]), customer=customer.name, reason=reason)
        return customer


def check_taker(to, at, *, book, slots=True):
    """Refuse a new owner who can't hold customers or has no free slot."""
    if not to.is_active or not may(to, "customer.claim") or to.department_id is None:
        raise Refused(_("%(person)s can't hold customers: choose somebody whose role does.") % {"person": to}, code="taker", field="to")
    full = slots_full(book.for_department(to.department, at), to) if slots else None
    if full:
        full.field = "to"
        raise full


def transfer(*, customer_id, to, by, reason, at, kind=Kind.TRANSFERRED, slots=True, told=True):
    """Give a customer, owned or from the pool, to a colleague, with fresh clocks (Nd9, Nf5). Refuses with code taker, slots, same."""
    with transaction.atomic():
        customer = locked(customer_id)
        to = lock_people([to.pk])[to.pk]
        book = PolicyBook()
        ownership = Ownership.objects.filter(pk=customer.pk).select_related("owner").first()
        if ownership and ownership.owner_id == to.pk:
            raise Refused(_("“%(name)s” belongs to %(person)s already.") % {"name": customer.name, "person": to}, code="same", field="to")
        check_taker(to, at, book=book, slots=slots and customer.stage != "official")
        url = reverse("customers:detail", args=[customer.pk])
        if ownership is None:
            begin(customer, to, at=at, by=by, kind=kind, reason=reason, book=book)
        else:
            former = ownership.owner_id
            finish([Ending(customer, ownership, kind, to=to, reason=reason or "", version_id=ownership.policy_version)], at=at, by=by, book=book)
            if told:
                tell([former], "transferred_away", at=at, url=url, customer=customer.name, person=str(to), reason=reason or "")
        if told:
            tell([to], "transferred_to", at=at, url=url, customer=customer.name, person=str(by) if by else "", reason=reason or "")
        return customer
