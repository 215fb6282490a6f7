"""Asking and deciding: a request stores its kind and the arguments of its verb, approving calls that verb."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.absence import acts_in
from crm_project.accounts.models import Department, User
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import notice, send, tell

from .kinds import kind_of

Status = Request.Status

# Days within which a decision is expected; older ones show as overdue and are chased (Ne7).
DUE_DAYS = 2


def locked() -> QuerySet[Request]:
    """Requests, each locked until the end of the transaction; what they refer to stays free for others."""
    return Request.objects.select_for_update(no_key=True, of=("self",))


def open_requests(requests: list[Request]) -> list[Request]:
    """Write requests and tell their deciders; `asked_at` is set by the caller."""
    for request in requests:
        request.due_at = request.asked_at + timedelta(days=DUE_DAYS)
    Request.objects.bulk_create(requests, batch_size=500)
    for request in requests:
        tell_kind(request, request.asked_at)
    send(
        [
            notice(
                request.decider_id,
                kind_of(request.kind).notice_kind,
                at=request.asked_at,
                key=f"request:{request.pk}",
                url=reverse("approvals:request", args=[request.pk]),
                **request.names,
                person=str(request.asked_by) if request.asked_by_id else "",
            )
            for request in requests
            if request.decider_id
        ]
    )
    return requests


def tell_kind(request: Request, at: datetime) -> None:
    """The request was opened, answered, taken back or reopened: what its kind derives from that is brought up to date."""
    changed = kind_of(request.kind).changed
    if changed:
        changed(request=request, at=at)


def ask(
    *,
    kind: str,
    by: User | None,
    at: datetime,
    decider: User | None,
    subject: str,
    arguments: JsonObject,
    reason: str,
    customer_id: int | None = None,
    department: Department | None = None,
    evidence: JsonObject | None = None,
    about: str = "",
    other_side: int | None = None,
    reason_needed: bool = True,
) -> Request:
    """Ask for a decision. Refuses a second one of the same kind for the same customer (and thing, `about`) while the first waits."""
    if reason_needed and not (reason or "").strip():
        raise Refused(_("Give the reason: the approver will see it."), code="reason", field="reason")
    if decider is None:
        raise Refused(
            _("There is no approver for this: ask an admin to appoint a manager for your department."),
            code="no_decider",
        )
    request = Request(
        kind=kind,
        customer_id=customer_id,
        about=about,
        subject=subject,
        department=department,
        arguments=arguments,
        evidence=evidence or {},
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
        decider=decider,
        other_side_id=other_side,
    )
    try:
        with transaction.atomic():
            open_requests([request])
            log.record(
                by=by, action="request.asked", at=at, subject=request, customer_id=customer_id, reason=request.reason
            )
    except IntegrityError:
        raise Refused(_("You have already requested this: please wait for the answer."), code="asked") from None
    return request


def waiting_for(user: User, at: datetime) -> QuerySet[Request]:
    """Requests this person decides now: own ones, and those of colleagues who are away and named this stand-in."""
    return waiting_on(user.pk, local_date(at)) if user.is_active else Request.objects.filter(pk__in=[])


def waiting_on(person: int, day: date | int) -> QuerySet[Request]:
    """The same by the key of an active person and the company's date."""
    return Request.objects.filter(acts_in("decider", person, day), status=Status.PENDING)


def decide(
    *, request_id: int, by: User, approve: bool, decision: str, at: datetime, changes: JsonObject | None = None
) -> Request:
    """Approve (calls the verb with the stored arguments, `changes` over them) or refuse (needs a reason).

    Refuses with code decided where somebody was faster, not_yours where it waits for another person.
    """
    with transaction.atomic():
        request = locked().filter(pk=request_id).first()
        if request is None:
            raise Refused(_("This request no longer exists."), code="gone")
        if request.status != Status.PENDING:
            raise Refused(
                _("This request was already decided: %(status)s.") % {"status": request.get_status_display()},
                code="decided",
            )
        if not waiting_for(by, at).filter(pk=request.pk).exists():
            raise Refused(
                _("This request is waiting for %(person)s, not for you.") % {"person": request.decider},
                code="not_yours",
            )
        if request.asked_by_id == by.pk:
            raise Refused(_("You can't decide your own request: your superior does."), code="own")
        decision = (decision or "").strip()
        if not approve and not decision:
            asked = _("Give the reason for refusing: the applicant will see it.")
            raise Refused(
                asked if request.asked_by_id else _("Give the reason: it is kept with the decision."),
                code="reason",
                field="decision",
            )
        arguments = {**request.arguments, **(changes or {})}
        kind = kind_of(request.kind)
        if approve and kind.approve is None:
            raise Refused(
                _("This type of request is no longer in use: refuse it, or ask the applicant to withdraw it."),
                code="no_kind",
            )
        verb = kind.approve if approve else kind.refuse
        # Closed before the verb runs, so that a verb that makes waiting requests obsolete leaves this one as decided.
        request.status, request.decided_by, request.decided_at, request.decision = (
            Status.APPROVED if approve else Status.REFUSED,
            by,
            at,
            decision,
        )
        request.arguments = arguments
        request.save(update_fields=["status", "decided_by", "decided_at", "decision", "arguments"])
        if verb:
            verb(**arguments, by=by, at=at, request=request)
        tell_kind(request, at)
        log.record(
            by=by,
            action=f"request.{request.status}",
            at=at,
            subject=request,
            customer_id=request.customer_id,
            reason=decision,
        )
        tell(
            [request.asked_by_id],
            f"decided_{request.status}",
            at=at,
            key=f"decided:{request.pk}:{at.isoformat()}",
            decision=decision,
            url=reverse("approvals:request", args=[request.pk]),
            **request.names,
            request_kind=request.kind,
            person=str(by),
        )
        return request


def reopen_obsolete(customer_ids: Collection[int], moment: datetime) -> None:
    """What a change of ownership made obsolete at exactly this moment waits again, unless it was asked anew: the change was undone."""
    for request in Request.objects.filter(customer_id__in=customer_ids, status=Status.OBSOLETE, decided_at=moment):
        again = Request.objects.filter(
            kind=request.kind, customer_id=request.customer_id, asked_by=request.asked_by_id, status=Status.PENDING
        )
        if not again.exists():
            Request.objects.filter(pk=request.pk).update(status=Status.PENDING, decided_at=None)


def withdraw(*, request_id: int, by: User, at: datetime) -> Request:
    """Take one's own request back while it waits."""
    with transaction.atomic():
        request = locked().filter(pk=request_id, asked_by=by).first()
        if request is None or request.status != Status.PENDING:
            raise Refused(_("You can withdraw only your own waiting requests."), code="decided")
        _take_back(request, by, at)
        return request


def withdraw_all(*, person: User, by: User, at: datetime) -> None:
    """Take back whatever this person asked for and is not decided yet, as they would themselves: when they leave (Ne9)."""
    with transaction.atomic():
        for request in locked().filter(asked_by=person, status=Status.PENDING).order_by("customer_id", "pk"):
            _take_back(request, by, at)


def _take_back(request: Request, by: User, at: datetime) -> None:
    """What waits for the answer (an expense, a plan, a quote) waits no longer; the request is locked by the caller."""
    request.status, request.decided_at = Status.WITHDRAWN, at
    request.save(update_fields=["status", "decided_at"])
    verb = kind_of(request.kind).withdraw
    if verb:
        verb(**request.arguments, by=by, at=at, request=request)
    tell_kind(request, at)
    log.record(by=by, action="request.withdrawn", at=at, subject=request, customer_id=request.customer_id)
