"""Decisions can be taken back for some minutes, where what they did has a reverse."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.undo.rules.kinds import UndoKind, Undone

from .domain import undoing
from .domain.requests import locked

DECISION = "decision"


def decided_text(subject: object, approved: bool | None, answer: str = "") -> str:
    """What was decided, and how: in the words of the button where they are not the usual ones. None: not kept (actions of before)."""
    if answer:
        return _("Decided: %(subject)s – %(answer)s.") % {"subject": subject, "answer": answer}
    if approved is None:
        return _("Decided: %(subject)s.") % {"subject": subject}
    return (_("Approved: %(subject)s.") if approved else _("Refused: %(subject)s.")) % {"subject": subject}


def _lock(action):
    # Customers are locked by the app that reverses, before anything else of its own; the request stands alone.
    return list(locked().filter(pk=action.arguments["request_id"]))


def _reverse(action, *, by, at):
    request = undoing.undo_decision(
        request_id=action.arguments["request_id"], arguments=action.arguments["asked"], by=by, at=at
    )
    return Undone(text=_("The decision was revoked; it is waiting again: %(subject)s.") % {"subject": request.title})


UNDO = (
    UndoKind(
        key=DECISION,
        text=lambda action: decided_text(action.subject, action.arguments.get("approved")),
        icon="check2-square",
        # Stand-ins decide too: whether this person still does is asked with the rest.
        may=lambda user: user.is_active,
        lock=_lock,
        built_on=lambda action: undoing.decision_refusal(action.arguments["request_id"], action.at, action.person),
        reverse=_reverse,
        then=lambda action: reverse("approvals:inbox"),
    ),
)
