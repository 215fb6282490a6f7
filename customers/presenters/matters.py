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
        "due": minute(row.due_at),
        "open": row.status == Matter.Status.OPEN,
        "status": label,
        "tone": tone,
    }


def entries(rows, mask):
    """(what was said and done, who looked) of a matter, each in its order."""
    said, looks = [], []
    for one in rows:
        told = {
            "what": _("%(person)s %(action)s") % {"person": one.by, "action": Kind(one.kind).label},
            "when": minute(one.at),
            "text": mask.text(one.text),
        }
        (looks if one.kind == Kind.LOOKED else said).append(told)
    return said, looks[::-1]
