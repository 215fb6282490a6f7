"""Handing over all customers of a leaver or mover: previewed, resumable, introductions tracked (rows Z16, M9, M14, Ne9, Nf5)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain.handover.proposal import deputy_of, propose_handover, waiting_work
from assignment.domain.ledger import Kind
from assignment.domain.owner_change import FOLLOWED
from assignment.domain.ownership import release, transfer
from assignment.models import Handover, HandoverItem, OwnershipEvent
from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Ownership
from customers.models.choices import PoolReason

# Kept as a code in the item's problem, worded when it is shown.
OTHER_OWNER = "other_owner"


def pass_rest(
    *, leaver: User, to: User, by: User | None, at: datetime, only: tuple[str, ...] | None = None
) -> dict[str, int]:
    """Pass on whatever follows no customer (`only` these kinds); returns {kind: how many}. Called again it finds what is left.

    Of somebody who only moved, the own tasks and requests stay; decisions stay where they may still be made.
    """
    leaver = User.objects.select_related("role", "department", "superior").get(pk=leaver.pk)
    passed = {}
    for work, _n in waiting_work(leaver):
        if (leaver.is_active and not work.on_move) or (only is not None and work.key not in only):
            continue
        n = work.pass_on(leaver=leaver, to=to, by=by, at=at)
        if n and not work.secret:
            passed[work.key] = n
    if passed:
        changes = {"passed_on": [None, passed], "to": [str(leaver), str(to or "")]}
        log.record(by=by, action="handover.passed_on", at=at, subject=leaver, changes=changes)
    return passed


def start_handover(
    *,
    leaver: User,
    successors: Sequence[User],
    reason: str,
    by: User,
    at: datetime,
    plan: Mapping[int, int] | None = None,
    department: Department | None = None,
) -> Handover:
    """Fix who gets what. `plan` ({customer id: successor id or None}) overrides the proposal. Moves nothing yet.

    `department`: where somebody who moves held the customers; else the leaver's own.
    """
    if not successors and not plan:
        raise Refused(_("Choose at least one successor."), code="successors", field="successors")
    with transaction.atomic():
        User.objects.select_for_update(no_key=True, of=("self",)).get(pk=leaver.pk)
        if Handover.objects.filter(leaver=leaver, finished_at__isnull=True).exists():
            raise Refused(
                _("A handover of %(person)s is already in progress: continue that one.") % {"person": leaver},
                code="running",
            )
        chosen = (
            plan
            if plan is not None
            else {k: v.pk if v else None for k, v in propose_handover(leaver, successors, at).items()}
        )
        given = {person.pk: sum(to == person.pk for to in chosen.values()) for person in successors}
        deputy = deputy_of(leaver, successors, given)
        handover = Handover.objects.create(
            leaver=leaver,
            department=department or leaver.department,
            reason=reason or "",
            started_by=by,
            started_at=at,
            plan={"deputy": deputy.pk if deputy else None},
        )
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


def continue_handover(*, handover_id: int, by: User | None, at: datetime) -> Handover:
    """Move what is not moved yet, one customer a transaction: killed half-way, calling it again finishes the work."""
    handover = Handover.objects.select_related("leaver__department").get(pk=handover_id)
    for item in handover.items.filter(moved_at__isnull=True).select_related("to__department", "to__role"):
        _move(handover, item, by, at)
    if not handover.items.filter(moved_at__isnull=True).exists():
        _finish(handover, by, at)
    handover.refresh_from_db()
    return handover


def _finish(handover: Handover, by: User | None, at: datetime) -> None:
    """Pass on the rest, close it and tell the receivers in one transaction: a worker killed in between loses nothing."""
    with transaction.atomic():
        this = Handover.objects.select_for_update(of=("self",)).select_related("leaver__department").get(pk=handover.pk)
        if this.finished_at:
            return
        deputy = User.objects.active().select_related("department").filter(pk=this.plan.get("deputy") or 0).first()
        deputy = deputy or deputy_of(this.leaver)
        passed = pass_rest(leaver=this.leaver, to=deputy, by=by, at=at) if deputy else {}
        followed = _followed(this)
        passed = _added(this.plan.get("passed", {}), passed)
        this.plan = {**this.plan, "passed": _added(passed, _sum(followed.values()))}
        this.finished_at = at
        this.save(update_fields=["plan", "finished_at"])
        receivers = User.objects.filter(pk__in=this.items.filter(problem="").values("to")) | User.objects.filter(
            pk=deputy.pk if deputy and passed.get("tasks") else 0
        )
        for person in receivers.distinct():
            theirs = followed.get(person.pk, {})
            tell(
                [person],
                "handover_received",
                at=at,
                key=f"handover:{this.pk}",
                n=this.items.filter(to=person, problem="").count(),
                tasks=theirs.get("tasks", 0) + (passed.get("tasks", 0) if deputy and person.pk == deputy.pk else 0),
                deals=theirs.get("deals", 0),
                person=str(this.leaver),
                url=reverse("assignment:introductions"),
            )


def _added(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {key: one.get(key, 0) + other.get(key, 0) for key in one | other}


def _sum(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    out = {}
    for one in counts:
        out = _added(out, one)
    return out


def _followed(handover: Handover) -> dict[int | None, dict[str, int]]:
    """{receiver: {kind: how many}} that came with the customers, from the ledger."""
    out = {}
    entries = OwnershipEvent.objects.filter(kind=Kind.HANDED_OVER, evidence__handover=handover.pk)
    entries = entries.filter(customer__in=handover.items.values("customer"))
    for entry in entries.only("owner_id", "evidence").iterator():
        theirs = {key: len(ids) for key, ids in ((entry.evidence or {}).get(FOLLOWED) or {}).items()}
        out[entry.owner_id] = _added(out.get(entry.owner_id, {}), theirs)
    return out


def _move(handover: Handover, item: HandoverItem, by: User | None, at: datetime) -> None:
    try:
        with transaction.atomic():
            held = Ownership.of(item.customer_id)
            still_held = held is not None and held.owner_id == handover.leaver_id
            if still_held:
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
                moved_at=at, problem="" if still_held else OTHER_OWNER, problem_values={}
            )
    except Refused as refusal:
        fail_handover(item, refusal)


def fail_handover(item: HandoverItem, refusal: Refused) -> None:
    """Keep why this item could not move or be informed: code and values, worded by `handover_problems` for each reader."""
    HandoverItem.objects.filter(pk=item.pk).update(
        problem=refusal.code[:200], problem_values=log.plain(refusal.details)
    )


def complete_introduction(
    *, item_id: int, by: User, at: datetime, introduced: bool | None = None, informed: bool | None = None
) -> HandoverItem:
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
