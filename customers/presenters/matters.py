"""Major matters as their pages show them (row M8)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.lib.time import minute
from customers.models import Matter, MatterEntry

Kind = MatterEntry.Kind


def status(row, at):
    """(label, tone) of a matter now."""
    if row.status == Matter.Status.OPEN and row.due_at <= at:
        return _("Overdue"), "bad"
    tone = {"open": "info", "answered": "ok", "closed": ""}[row.status]
    return Matter.Status(row.status).label, tone


def line(row, at):
    """One matter in a list."""
    label, tone = status(row, at)
    return {
        "title": row.title,
        "url": reverse("customers:matter", args=[row.pk]),
        "customer": row.customer_name,
        "confidential": row.confidential,
        "who": _("%(department)s · %(person)s answers") % {"department": row.department, "person": row.answerer},
        "answerer": str(row.answerer)
        if row.answerer.is_active
        else _("%(person)s (has left)") % {"person": row.answerer},
        "due": minute(row.due_at),
        "open": row.status == Matter.Status.OPEN,
        "status": label,
        "tone": tone,
    }


def history(rows, mask):
    """What was said and done about a matter."""
    return [{"what": _act(one.by, one.kind), "when": minute(one.at), "text": mask.text(one.text)} for one in rows]


def looks(rows):
    """(who looked at it, when) of `entries.looks`."""
    often = _("%(n)d times, last %(when)s")
    return [
        (_act(person, Kind.LOOKED), often % {"n": n, "when": minute(last)} if n > 1 else minute(last))
        for person, n, last in rows
    ]


def _act(person, kind):
    return _("%(person)s %(action)s") % {"person": person, "action": Kind(kind).label}
