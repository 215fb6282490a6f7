"""Requests for rights as lists and their page show them: state, age, what is overdue (rows Ne6, Ne7)."""

from django.utils.translation import gettext as _

from crm_project.accounts.models import FurtherRight
from crm_project.approvals.presenters.cards import overdue
from crm_project.lib.time import minute, since
from crm_project.rights.models.choices import OPEN_STATES, State

from .request_evidence import until_text

TONES = {State.SUPERIOR: "info", State.ADMIN: "info", State.GRANTED: "ok", State.REFUSED: "bad", State.WITHDRAWN: ""}
LOADED = ("person__department", "first__decider", "first__decided_by", "second__decider", "second__decided_by")


def current(row):
    """The decision that is waited for, or was made last."""
    return row.second or row.first


def shown(row, at):
    """One row: what, for whom, how far it has come and since when."""
    decision = current(row)
    open_now = row.state in OPEN_STATES
    return {
        "pk": row.pk,
        "person": str(row.person),
        "department": row.person.department,
        "title": row.get_action_display(),
        "reach": row.get_scope_display(),
        "until": until_text(row.until.isoformat() if row.until else ""),
        "lasts": _("until %(day)s") % {"day": row.until.isoformat()} if row.until else _("for good"),
        "asked": minute(row.asked_at),
        "state": row.get_state_display(),
        "tone": TONES[State(row.state)],
        "open": open_now,
        "age": since(row.asked_at, at) if open_now else "",
        "overdue": overdue(decision, at) if open_now and decision else "",
        "decider": str(decision.decider) if open_now and decision and decision.decider else "",
    }


def steps(row):
    """[(step, who, when, words)] of both decisions, as far as they are known."""
    told = []
    if row.first:
        told.append(_step(_("Superior"), row.first))
    if row.second:
        told.append(_step(_("Admin"), row.second))
    return told


def _step(label, request):
    decided = request.decided_by_id is not None
    return {
        "label": label,
        "who": str(request.decided_by if decided else request.decider or ""),
        "state": request.get_status_display(),
        "when": minute(request.decided_at) if decided else "",
        "words": request.decision,
    }


def given(row):
    """What became of the right itself, in a sentence; empty before it was given."""
    right = FurtherRight.objects.filter(request_id=row.pk).order_by("-pk").first()
    if right is None:
        return ""
    if right.ended_at is not None:
        return _("The right ended on %(day)s.") % {"day": minute(right.ended_at)}
    if right.until:
        return _("The right holds until %(day)s and then ends by itself.") % {"day": right.until.isoformat()}
    return _("The right holds for good.")
