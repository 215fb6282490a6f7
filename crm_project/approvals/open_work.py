"""Requests pass on: those to be decided to the next decider, those of the leaver are withdrawn (rows M9, Ne7, Ne9)."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.accounts.domain.access import covers, decider
from crm_project.audit.domain import log
from crm_project.lib.open_work import OpenWork
from crm_project.notices.domain.notify import tell

from .domain.kinds import kind_of
from .domain.requests import locked, withdraw_all
from .domain.undoing import reopen_request
from .models import Request


def _pending():
    return Request.objects.filter(status=Request.Status.PENDING)


def _pass_decisions(*, leaver, to, by, at):
    """Each goes to whoever decides next for its department; who moved and still decides there keeps it."""
    passed = 0
    for pk in list(_pending().filter(decider=leaver).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            passed += _pass_decision(pk, leaver, by, at)
    return passed


def _pass_decision(pk, leaver, by, at):
    request = locked().select_related("department").get(pk=pk)
    action = kind_of(request.kind).decided_with
    if request.status != Request.Status.PENDING or request.decider_id != leaver.pk:
        return 0
    if leaver.is_active and covers(leaver, action, department_id=request.department_id):
        return 0
    level = max(leaver.role.level, 1) if leaver.role_id else 1
    # Nobody decides their own request.
    request.decider = decider(
        request.department, level, action, exclude=[p for p in (leaver, request.asked_by_id) if p]
    )
    request.save(update_fields=["decider"])
    log.record(
        by=by,
        action="request.passed_on",
        at=at,
        subject=request,
        customer_id=request.customer_id,
        changes={"decider": [str(leaver), str(request.decider or "")]},
    )
    tell(
        [request.decider],
        "request_passed",
        at=at,
        key=f"request-passed:{request.pk}:{getattr(request.decider, 'pk', '')}",
        **request.names,
        url=reverse("approvals:request", args=[request.pk]),
    )
    return 1


def _withdraw(*, leaver, to, by, at):
    waiting = _pending().filter(asked_by=leaver).count()
    withdraw_all(person=leaver, by=by, at=at)
    return waiting


def _give_requests_back(*, leaver, ids, moment, by, at):
    """Own requests that were withdrawn with the account wait again; where the withdrawal put something right, it stays."""
    rows = locked().filter(pk__in=ids, asked_by=leaver, status=Request.Status.WITHDRAWN, decided_at=moment)
    back = [row for row in rows.order_by("pk") if kind_of(row.kind).withdraw is None]
    for row in back:
        reopen_request(row, by=by, at=at)
    return {row.pk for row in back}


WORK = (
    OpenWork(
        key="decisions",
        covers=("approvals.Request.decider",),
        column="decider",
        rows=_pending,
        counted=ngettext_lazy("%(n)d request to decide", "%(n)d requests to decide", "n"),
        pass_on=_pass_decisions,
    ),
    OpenWork(
        key="requests",
        covers=("approvals.Request.asked_by",),
        column="asked_by",
        rows=_pending,
        counted=ngettext_lazy("%(n)d own request (withdrawn)", "%(n)d own requests (withdrawn)", "n"),
        pass_on=_withdraw,
        give_back=_give_requests_back,
        stays=_("it stays withdrawn: make the request again if it is still needed"),
        on_move=False,
    ),
)
OWNER_CHANGES = ()
# Told and heard; who decides waits for nobody on that side, and a dispute ends with the ownership.
SAYS_WHO = ("approvals.Request.other_side",)
