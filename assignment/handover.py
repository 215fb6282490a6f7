"""Handing over all customers of a leaver or mover: previewed, resumable, introductions tracked (rows Z16, M9, M14, Ne9, Nf5)."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.approvals.requests import withdraw_all
from crm_project.audit import log
from crm_project.lib.refused import Refused
from crm_project.notices.notify import tell
from customers.choices import PoolReason
from customers.models import Ownership

from .holding import held
from .ledger import Kind
from .models import Handover, HandoverItem
from .ownership import release, transfer
from .policies import PolicyBook

# Kept as a code in the item's problem, worded when it is shown.
OTHER_OWNER = "other_owner"


def propose(leaver, successors, at):
    """Who would get what: {customer id: successor or None}, evenly and within slots; nobody free: the pool."""
    book = PolicyBook()
    used = held([s.pk for s in successors])
    room = {}
    for person in successors:
        policy = book.for_department(person.department, at)
        room[person.pk] = (
            None if policy is None or policy.slots is None else max(policy.slots - used.get(person.pk, 0), 0)
        )
    given = {person.pk: 0 for person in successors}
    plan = {}
    rows = Ownership.objects.filter(owner=leaver).select_related("customer").order_by("release_at", "customer_id")
    for row in rows:
        needs_slot = row.customer.stage != "official"
        free = [s for s in successors if not needs_slot or room[s.pk] is None or room[s.pk] > 0]
        if not free:
            plan[row.customer_id] = None
            continue
        chosen = min(free, key=lambda s: (given[s.pk], s.username))
        given[chosen.pk] += 1
        if needs_slot and room[chosen.pk] is not None:
            room[chosen.pk] -= 1
        plan[row.customer_id] = chosen
    return plan


def start(*, leaver, successors, reason, by, at, plan=None):
    """Fix who gets what. `plan` ({customer id: successor id or None}) overrides the proposal. Moves nothing yet."""
    if not successors and not plan:
        raise Refused(_("Choose at least one successor."), code="successors", field="successors")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True, of=("self",)).get(pk=leaver.pk)
        if Handover.objects.filter(leaver=leaver, finished_at__isnull=True).exists():
            raise Refused(
                _("A handover of %(person)s is running already: continue that one.") % {"person": leaver},
                code="running",
            )
        chosen = (
            plan if plan is not None else {k: v.pk if v else None for k, v in propose(leaver, successors, at).items()}
        )
        handover = Handover.objects.create(leaver=leaver, reason=reason or "", started_by=by, started_at=at)
        HandoverItem.objects.bulk_create(
            [HandoverItem(handover=handover, customer_id=c, to_id=to) for c, to in sorted(chosen.items())],
            batch_size=500,
        )
        log.record(
            by=by,
            action="handover.started",
            at=at,
            subject=leaver,
            changes={"customers": [None, len(chosen)]},
            reason=reason,
        )
        return handover


def carry_on(*, handover_id, by, at):
    """Move what is not moved yet, one customer a transaction: killed half-way, calling it again finishes the work."""
    handover = Handover.objects.select_related("leaver").get(pk=handover_id)
    for item in handover.items.filter(moved_at__isnull=True).select_related("to__department", "to__role"):
        _move(handover, item, by, at)
    if not handover.items.filter(moved_at__isnull=True).exists():
        _finish(handover, at)
    handover.refresh_from_db()
    return handover


def _finish(handover, at):
    """Close it and tell the receivers in one transaction: a worker killed in between loses no message."""
    with transaction.atomic():
        Handover.objects.filter(pk=handover.pk, finished_at__isnull=True).update(finished_at=at)
        for person in User.objects.filter(pk__in=handover.items.values("to")):
            tell(
                [person],
                "handover_received",
                at=at,
                key=f"handover:{handover.pk}",
                n=handover.items.filter(to=person).count(),
                person=str(handover.leaver),
                url=reverse("assignment:handover", args=[handover.pk]),
            )


def _move(handover, item, by, at):
    try:
        with transaction.atomic():
            owner = Ownership.objects.filter(pk=item.customer_id).values_list("owner_id", flat=True).first()
            if owner == handover.leaver_id:
                if item.to is None:
                    release(
                        customer_id=item.customer_id,
                        by=by,
                        reason=handover.reason,
                        at=at,
                        pool_reason=PoolReason.LEFT,
                        evidence={"handover": handover.pk},
                    )
                else:
                    transfer(
                        customer_id=item.customer_id,
                        to=item.to,
                        by=by,
                        reason=handover.reason,
                        at=at,
                        kind=Kind.HANDED_OVER,
                        told=False,
                        evidence={"handover": handover.pk},
                    )
            HandoverItem.objects.filter(pk=item.pk).update(
                moved_at=at, problem="" if owner == handover.leaver_id else OTHER_OWNER
            )
    except Refused as refusal:
        HandoverItem.objects.filter(pk=item.pk).update(problem=refusal.sentence[:200])


def tick(*, item_id, by, at, introduced=None, informed=None):
    """Note that the successor was introduced, or the customer informed (Z16, M14)."""
    with transaction.atomic():
        item = HandoverItem.objects.select_for_update(of=("self",)).select_related("customer").get(pk=item_id)
        if introduced is not None:
            item.introduced_at = at if introduced else None
        if informed is not None:
            item.informed_at = at if informed else None
        item.save(update_fields=["introduced_at", "informed_at"])
        log.record(
            by=by,
            action="handover.ticked",
            at=at,
            subject=item.customer,
            changes={"introduced": [None, item.introduced_at], "informed": [None, item.informed_at]},
        )
        return item


def pass_requests(*, leaver, by, at, own=True):
    """Requests that waited for a leaver or mover wait for a superior; the leaver's `own` are withdrawn."""
    for request in Request.objects.filter(decider=leaver, status=Request.Status.PENDING).select_related("department"):
        level = max(leaver.role.level, 1) if leaver.role_id else 1
        action = "policy.approve" if request.kind == Request.Kind.POLICY else "request.decide"
        request.decider = decider(request.department, level, action, exclude=[leaver])
        request.save(update_fields=["decider"])
        tell(
            [request.decider],
            "request_passed",
            at=at,
            key=f"request-passed:{request.pk}",
            subject=request.subject,
            url=reverse("approvals:request", args=[request.pk]),
        )
    if own:
        withdraw_all(person=leaver, by=by, at=at)
