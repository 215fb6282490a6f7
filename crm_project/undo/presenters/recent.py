"""The list of what one did a moment ago: what, when, and whether it can be undone."""

from django.utils.translation import gettext as _

from crm_project.catalogue import undo_kinds
from crm_project.lib.time import minute
from crm_project.undo.domain import actions


def text_of(action):
    """What was done, in the reader's language; of an app that is not installed any more only its subject."""
    kind = undo_kinds().get(action.kind)
    return kind.text(action) if kind else action.subject


def rows(person, at):
    """Rows of the list, the newest first."""
    return [_row(action, at) for action in actions.recent(person, at)]


def _row(action, at):
    kind = undo_kinds().get(action.kind)
    why = actions.refusal(action, at)
    if action.undone_at:
        note = _("undone at %(when)s") % {"when": minute(action.undone_at)}
    elif why:
        # That an old action stands goes without saying.
        note = "" if at >= action.expires_at else why
    else:
        note = _("can be undone until %(until)s") % {"until": minute(action.expires_at)[11:]}
    return {
        "pk": action.pk,
        "icon": kind.icon if kind else "clock-history",
        "text": text_of(action),
        "when": minute(action.at),
        "note": note,
        "undone": bool(action.undone_at),
        "open": not why,
        "stayed": [{"name": name, "why": reason} for name, reason in action.stayed],
    }
