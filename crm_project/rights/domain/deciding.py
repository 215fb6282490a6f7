"""What the decisions about a request for a right do: the superior's leads to the admin's, the admin's gives the right (row Ne6)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain import further_rights
from crm_project.accounts.domain.authority import everywhere
from crm_project.accounts.models import FurtherRight, User
from crm_project.approvals.domain.requests import locked, open_requests
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.rights.models import RightRequest
from crm_project.rights.models.choices import State
from crm_project.rights.rules import request_kinds

from .access import admin_for


def approve_as_superior(*, right_request_id: int, by: User, at: datetime, request: Request) -> RightRequest:
    """It now waits for an admin who is neither the person nor this superior. Refuses with code no_admin, decided."""
    row = _locked(right_request_id, State.SUPERIOR)
    admin = admin_for(row.person_id, by)
    if admin is None:
        raise Refused(_("There is no other admin who could give the right: appoint one first."), code="no_admin")
    row.state = State.ADMIN
    (row.second,) = open_requests(
        [
            Request(
                kind=request_kinds.RIGHT_ADMIN,
                about=request.about,
                subject=request.subject,
                department=request.department,
                arguments={"right_request_id": row.pk},
                evidence=request.evidence,
                reason=request.reason,
                asked_by=request.asked_by,
                asked_at=at,
                decider=admin,
            )
        ]
    )
    row.save(update_fields=["state", "second"])
    log.record(by=by, action="request.passed_on", at=at, subject=row.second, changes={"decider": [str(by), str(admin)]})
    return row


def grant(*, right_request_id: int, by: User, at: datetime, request: Request) -> FurtherRight:
    """The person has the right with the next click. Refuses with code decided, forbidden, twice, and what giving it refuses."""
    row = _locked(right_request_id, State.ADMIN)
    if not everywhere(by):
        raise Refused(_("Only an admin who manages people of the whole company may give rights."), code="forbidden")
    if row.first is not None and row.first.decided_by_id == by.pk:
        raise Refused(_("You approved it as the superior: another admin gives the right."), code="twice")
    right = further_rights.give_right(
        person_id=row.person_id,
        action=row.action,
        scope=row.scope,
        until=row.until,
        request_id=row.pk,
        by=by,
        at=at,
    )
    _settle(row, State.GRANTED)
    return right


def refuse(*, right_request_id: int, by: User, at: datetime, request: Request) -> None:
    """Either decision ends it; the person reads the reason."""
    _settle(_locked(right_request_id, *_waiting(request)), State.REFUSED)


def withdraw(*, right_request_id: int, by: User, at: datetime, request: Request) -> None:
    """The person needs it no more, or leaves."""
    _settle(_locked(right_request_id, *_waiting(request)), State.WITHDRAWN)


def undo_superior(*, request: Request, by: User, at: datetime) -> None:
    """The superior's approval is taken back before the admin has decided. Refuses with code moved_on afterwards."""
    row = _locked(request.arguments["right_request_id"], State.ADMIN)
    second = locked().get(pk=row.second_id or 0)
    if second.status != Request.Status.PENDING:
        raise Refused(_("The admin has decided meanwhile."), code="moved_on")
    second.status, second.decided_at = Request.Status.OBSOLETE, at
    second.save(update_fields=["status", "decided_at"])
    row.second = None
    _settle(row, State.SUPERIOR)


def undo_grant(*, request: Request, by: User, at: datetime) -> None:
    """The right ends, and the request waits for the admin again. Refuses with code moved_on where it has ended already."""
    row = _locked(request.arguments["right_request_id"], State.GRANTED)
    right = FurtherRight.objects.filter(request_id=row.pk, ended_at=None).first()
    if right is None:
        raise Refused(_("The right has ended meanwhile."), code="moved_on")
    further_rights.end_right(right_id=right.pk, by=by, at=at, reason=_("the decision was revoked"))
    _settle(row, State.ADMIN)


def undo_refusal(*, request: Request, by: User, at: datetime) -> None:
    """It waits again where it was refused. Refuses with code asked where the person has asked anew."""
    _settle(_locked(request.arguments["right_request_id"], State.REFUSED), *_waiting(request))


def _waiting(request: Request) -> tuple[State]:
    """The state in which this decision is waited for."""
    return (State.SUPERIOR if request.kind == request_kinds.RIGHT else State.ADMIN,)


def _locked(right_request_id: int, state: State) -> RightRequest:
    row = (
        RightRequest.objects.select_for_update(no_key=True, of=("self",))
        .select_related("first")
        .get(pk=right_request_id)
    )
    if row.state != state:
        raise Refused(
            _("This request was already decided: %(status)s.") % {"status": row.get_state_display()}, code="decided"
        )
    return row


def _settle(row: RightRequest, state: State) -> None:
    row.state = state
    try:
        with transaction.atomic():
            row.save(update_fields=["state", "second"])
    except IntegrityError:
        raise Refused(_("The same has been requested again meanwhile."), code="asked") from None
