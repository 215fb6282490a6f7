"""Finished tasks, and claims with their first contact, can be undone for some minutes."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may_any
from crm_project.undo.rules.kinds import UndoKind, Undone

from .domain import tasks, undoing

TASK_DONE, TASK_RESULT, CLAIM_WITH_FOLLOWUP = "task_done", "task_result", "claim_with_followup"


def _reminded(action):
    text = action.arguments.get("reminded_at")
    return datetime.fromisoformat(text) if text else None


def _reopen(action, *, by, at):
    tasks.undo_done(task_id=action.arguments["task_id"], moment=action.at, reminded_at=_reminded(action), by=by, at=at)
    return Undone(text=_("Open again: %(title)s.") % {"title": action.subject})


def _undo_result(action, *, by, at):
    undoing.undo_result(
        task_id=action.arguments["task_id"],
        customer_id=action.arguments["customer_id"],
        moment=action.at,
        reminded_at=_reminded(action),
        by=by,
        at=at,
    )
    return Undone(text=_("Open again: %(title)s. The follow-up was voided.") % {"title": action.subject})


def _unclaim(action, *, by, at):
    return Undone(
        text=undoing.undo_claim_with_followup(
            customer_id=action.arguments["customer_id"], moment=action.at, by=by, at=at
        )
    )


def _finished(action):
    return _("Finished: %(title)s") % {"title": action.subject}


UNDO = (
    UndoKind(
        key=TASK_DONE,
        text=_finished,
        icon="check2-circle",
        may=lambda user: user.is_active,
        lock=lambda action: None,  # the task itself is all that changes, and its reverse locks it
        built_on=lambda action: tasks.done_refusal(action.arguments["task_id"], action.at),
        reverse=_reopen,
        then=lambda action: reverse("activities:tasks"),
    ),
    UndoKind(
        key=TASK_RESULT,
        text=_finished,
        icon="check2-circle",
        may=may_any("followup.create"),
        lock=lambda action: undoing.lock(action.arguments["customer_id"]),
        built_on=lambda action: undoing.result_refusal(action.arguments["customer_id"], action.at, action.person),
        reverse=_undo_result,
        then=lambda action: reverse("activities:task_edit", args=[action.arguments["task_id"]]),
    ),
    UndoKind(
        key=CLAIM_WITH_FOLLOWUP,
        text=lambda action: _("Claimed with the first contact: “%(name)s”") % {"name": action.subject},
        icon="hand-index",
        may=may_any("customer.claim"),
        lock=lambda action: undoing.lock(action.arguments["customer_id"]),
        built_on=lambda action: undoing.claim_refusal(action.arguments["customer_id"], action.at, action.person),
        reverse=_unclaim,
        then=lambda action: reverse("assignment:pool"),
    ),
)
