"""A former owner asks to have a customer put back; whoever may undo decides, and approving is that undo (rows D4, Nd9)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.access import may_undo_event
from assignment.domain.ledger import Kind
from assignment.domain.sweep import undo
from assignment.models import OwnershipEvent
from assignment.rules import request_kinds
from crm_project.accounts.domain.access import decider
from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.lib.calendar import next_working_day
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, start_of_day
from customers.models import Customer, MergeRecord

from .duplicates import unmerge


def next_hold(at: datetime) -> date:
    """Until when an undo holds unless somebody says otherwise: the end of the next working day."""
    return next_working_day(local_date(at), overrides())


def held_until(day: date) -> datetime:
    """The moment from which the sweep may take it again: the end of that local date."""
    return start_of_day(day + timedelta(days=1))


def refusal(event: OwnershipEvent) -> str:
    """Why this can't be put back (any more), as a sentence, or "" where it can. Reads only.

    `event` comes with its customer and closes_owner.
    """
    if event.kind == Kind.RESTORED:
        return _("an undo already returned it to its former owner: request a transfer instead")
    if event.kind == Kind.MERGED:
        record = _merge(event)
        return unmerge.refusal(record) if record else _("there is no record of this merge")
    return undo.refusal(event)


def decides(event: OwnershipEvent, without: tuple[Any, ...] = ()) -> User | None:
    """Who may put it back and is asked: the nearest with that right over the department that has the customer now.

    Whoever took it away is not asked whether that was right; the next above them is.
    """
    action = "customer.merge" if event.kind == Kind.MERGED else "sweep.undo"
    return decider(event.department, 1, action, exclude=[event.closes_owner_id, event.actor_id, *without])


def waiting(event: OwnershipEvent) -> Request | None:
    """The former owner's request that waits for its decision, or None."""
    rows = Request.objects.filter(kind=request_kinds.PUT_BACK, about=_about(event), status=Request.Status.PENDING)
    return rows.filter(asked_by=event.closes_owner_id).select_related("decider").first()


def answered(event: OwnershipEvent) -> Request | None:
    """The last request of the former owner that was decided, or None."""
    rows = Request.objects.filter(kind=request_kinds.PUT_BACK, about=_about(event), asked_by=event.closes_owner_id)
    decided = (Request.Status.APPROVED, Request.Status.REFUSED)
    return rows.filter(status__in=decided).select_related("decided_by").order_by("-decided_at", "-pk").first()


def returned(event: OwnershipEvent) -> bool:
    """Whether this entry was undone: the customer went back to its owner of that time."""
    if event.kind == Kind.MERGED:
        record = _merge(event)
        return record is not None and record.undone_at is not None
    rows = OwnershipEvent.objects.filter(customer_id=event.customer_id, kind=Kind.RESTORED)
    return rows.filter(evidence__undoes=event.pk).exists()


def ask_put_back(*, event_id: int, reason: str, by: User, at: datetime) -> Request:
    """Ask to have one's past ownership put back. Refuses with code not_yours, moved_on, reason, asked or no_decider."""
    with transaction.atomic():
        event = (
            OwnershipEvent.objects.select_related("customer", "closes_owner", "department").filter(pk=event_id).first()
        )
        if event is None or event.closes_owner_id != by.pk:
            raise Refused(_("Only the owner at that time can ask for it."), code="not_yours")
        why = refusal(event)
        if why:
            raise Refused(_("It can't be restored: %(why)s.") % {"why": why}, code="moved_on")
        return ask(
            kind=request_kinds.PUT_BACK,
            by=by,
            at=at,
            decider=decides(event),
            subject=(event.evidence or {}).get("name") or event.customer.name,
            customer_id=event.customer_id,
            department=event.department,
            about=_about(event),
            reason=reason,
            arguments={"event_id": event.pk},
        )


def grant_put_back(
    *, event_id: int, by: User, at: datetime, hold_until: str | None = None, request: Request | None = None
) -> Customer | MergeRecord:
    """Approving is the undo itself; without a day (`hold_until`, ISO) the sweep leaves it alone until the next working day."""
    event = OwnershipEvent.objects.select_related("customer", "closes_owner").get(pk=event_id)
    if event.kind == Kind.MERGED:
        record = _merge(event)
        if record is None:
            raise Refused(_("There is no record of this merge."), code="gone")
        return unmerge.undo_merge(record_id=record.pk, by=by, at=at)
    if not may_undo_event(by, event):
        raise Refused(_("Your role does not allow this here."), code="forbidden")
    day = datetime.fromisoformat(hold_until).date() if hold_until else next_hold(at)
    try:
        return undo.undo_event(event_id=event.pk, by=by, at=at, hold_until=held_until(day))
    except Refused as no:
        raise Refused(_("It can't be restored: %(why)s.") % {"why": no.sentence.rstrip(".")}, code=no.code) from None


def _about(event: OwnershipEvent) -> str:
    return f"event:{event.pk}"


def _merge(event: OwnershipEvent) -> MergeRecord | None:
    """The merging that ended this ownership."""
    rows = MergeRecord.objects.filter(at=event.at).select_related("kept", "merged")
    return rows.filter(merged=event.customer_id).first() or rows.filter(kept=event.customer_id).first()
