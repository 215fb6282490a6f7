"""Taking a decision back within minutes: what it did is reversed, and the request waits again (row Ne7)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.approvals.rules.kinds import About
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from crm_project.undo.domain.built_on import work_on_customers

from .kinds import kind_of
from .requests import Status, locked, tell_kind


def can_undo(request: Request) -> bool:
    """Whether an undo is offered for this decision."""
    return kind_of(request.kind).can_undo(request.status == Status.APPROVED)


def decision_refusal(request_id: int, moment: datetime, by: User) -> str:
    """Why the decision made by this person at this moment can't be undone (any more), as a part of a sentence, or "". Reads only."""
    request = Request.objects.select_related("decider").filter(pk=request_id).first()
    if request is None or request.decided_at != moment or request.decided_by_id != by.pk:
        return _("has changed since")
    if not _decides(request, by):
        return _("you no longer decide this")
    if request.customer_id and kind_of(request.kind).about == About.OWNERSHIP and _did_something(request):
        return work_on_customers([request.customer_id], after=moment).get(request.customer_id, "")
    return ""


def _decides(request: Request, by: User) -> bool:
    """Whether the person still decides such requests, or stands in for the colleague for whom they decided this one."""
    if request.decider_id == by.pk:
        return may(by, kind_of(request.kind).decided_with)
    return request.decider is not None and request.decider.stand_in_id == by.pk


def _did_something(request: Request) -> bool:
    return request.status == Status.APPROVED or kind_of(request.kind).refuse is not None


def undo_decision(*, request_id: int, arguments: JsonObject, by: User, at: datetime) -> Request:
    """Reverse what deciding did; the request waits again for whoever decides it, with the `arguments` it was asked with.

    The person who asked is told. Refuses with code final where this kind of decision has no reverse, asked where it was asked
    again meanwhile, and with what the reverse refuses. The caller has asked `decision_refusal`.
    """
    with transaction.atomic():
        request = locked().select_related("asked_by", "decided_by").get(pk=request_id)
        approved = request.status == Status.APPROVED
        kind = kind_of(request.kind)
        if (
            request.decided_at is None
            or request.status not in (Status.APPROVED, Status.REFUSED)
            or not can_undo(request)
        ):
            raise Refused(_("This decision can't be undone."), code="final")
        verb = kind.undo_approve if approved else kind.undo_refuse
        if verb and _did_something(request):
            verb(request=request, by=by, at=at)
        request.arguments = arguments
        reopen_request(request, by=by, at=at)
        tell(
            [request.asked_by_id],
            "decision_undone",
            at=at,
            url=reverse("approvals:request", args=[request.pk]),
            **request.names,
            request_kind=request.kind,
            person=str(by),
        )
        return request


def reopen_request(request: Request, *, by: User, at: datetime) -> None:
    """A locked request waits again, as if nobody had answered it. Refuses with code asked where the same was asked again."""
    request.status, request.decided_by, request.decided_at, request.decision = Status.PENDING, None, None, ""
    try:
        with transaction.atomic():
            request.save(update_fields=["status", "decided_by", "decided_at", "decision", "arguments"])
    except IntegrityError:
        raise Refused(_("The same has been requested again meanwhile."), code="asked") from None
    tell_kind(request, at)
    log.record(by=by, action="request.reopened", at=at, subject=request, customer_id=request.customer_id)
