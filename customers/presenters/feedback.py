"""Feedback of customers as its pages show it (row Nh8)."""

from datetime import timedelta
from itertools import groupby

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm_project.lib.time import minute
from customers.domain.feedback.listing import FIGURES
from customers.models import CustomerFeedback, FeedbackEntry, FeedbackKind

Status, Source, GoesTo = CustomerFeedback.Status, CustomerFeedback.Source, FeedbackKind.GoesTo
SUBJECT = 60
PAGES = {Source.ORDER: "service:order", Source.VISIT: "service:visit"}


def status(row, at):
    """(label, tone) of feedback now."""
    if row.status == Status.OPEN and row.due_at <= at:
        return _("Overdue"), "bad"
    tone = {"open": "info", "answered": "ok", "closed": ""}[row.status]
    return Status(row.status).label, tone


def line(row, at):
    """One row of a list; loaded with kind, department, answerer and contact."""
    label, tone = status(row, at)
    came = _("%(channel)s, %(when)s") % {"channel": row.get_channel_display(), "when": minute(row.received_at)}
    return {
        "kind": str(row.kind),
        "text": row.text,
        "url": reverse("customers:feedback_one", args=[row.pk]),
        "customer": row.customer_name,
        "came": f"{row.contact} · {came}" if row.contact else came,
        "who": _("%(person)s answers") % {"person": row.answerer},
        "due": minute(row.due_at),
        "open": row.status == Status.OPEN,
        "late": row.late,
        "answer": row.answer,
        "told": told(row),
        "status": label,
        "tone": tone,
    }


def told(row):
    """How, when and by whom the customer was told; "" where nobody has."""
    if not row.answered_at:
        return ""
    how = row.get_answered_how_display()
    return _("%(person)s, %(how)s, %(when)s") % {"person": row.answered_by, "how": how, "when": minute(row.answered_at)}


def why(row):
    """Why it is due then and who answers, as a sentence."""
    days = ngettext("%(n)d working day", "%(n)d working days", row.kind.days) % {"n": row.kind.days}
    return _("“%(kind)s” is answered within %(days)s, by %(who)s.") % {
        "kind": row.kind,
        "days": days,
        "who": goes_to(row.kind),
    }


def goes_to(kind):
    """Who answers a kind."""
    if kind.goes_to == GoesTo.PERSON and kind.person:
        return str(kind.person)
    if kind.goes_to == GoesTo.DEPARTMENT and kind.department:
        return _("the head of %(department)s") % {"department": kind.department}
    if kind.goes_to == GoesTo.HEAD:
        return _("the head of the owner's department")
    return _("the customer's owner")


def kind_note(kind):
    """What the list of kinds says beside each."""
    days = ngettext("%(n)d working day", "%(n)d working days", kind.days) % {"n": kind.days}
    bad = [_("bad answers in questionnaires")] if kind.of_bad_answers else []
    return " · ".join([goes_to(kind), days, *bad])


def history(rows, mask):
    """What was done about it; what was said stands above it."""
    return [
        {
            "what": _("%(person)s %(action)s")
            % {"person": one.by or _("The system"), "action": FeedbackEntry.Kind(one.kind).label},
            "when": minute(one.at),
            "text": "" if one.kind == FeedbackEntry.Kind.RECORDED else mask.text(one.text),
        }
        for one in rows
    ]


def source(row):
    """(label, address) of what it was entered from; None where it was entered by itself."""
    if not row.source:
        return None
    page = PAGES.get(Source(row.source))
    return Source(row.source).label, reverse(page, args=[row.source_id]) if page else ""


def as_order(row):
    """What a service order that is opened from it begins with."""
    return {
        "subject": f"{row.kind}: {row.text.splitlines()[0]}"[:SUBJECT],
        "description": row.text,
        "contact": row.contact_id,
        "customer": row.customer_id,
    }


def headings():
    """[(name, what it counts)] of the figures, in their order."""
    return [
        (pgettext("customer feedback", "Received"), _("Feedback that came within the days.")),
        (_("Answered in time"), _("Of these: the customer was told by the due time.")),
        (_("Answered late"), _("Of these: the customer was told after the due time.")),
        (pgettext("customer feedback", "Waiting"), _("Of these: no answer yet.")),
        (_("Overdue"), _("Of those waiting: the due time is over.")),
        (_("Closed without an answer"), _("Of these: closed with a reason.")),
    ]


def groups(lines, first, last):
    """[{name, rows: [{name, cells}], cells}] by department; each cell is (figure, address of its rows)."""
    days = {"first": first.isoformat(), "last": last.isoformat()}
    found = []
    for department, found_rows in groupby(lines, key=lambda one: one.department):
        rows, where = list(found_rows), {"department": department.pk, "alone": "on", **days}
        total = {name: sum(row.figures[name] for row in rows) for name in FIGURES}
        named = [{"name": str(row.kind), "cells": _cells(row.figures, {"kind": row.kind.pk, **where})} for row in rows]
        found.append({"name": str(department), "rows": named, "cells": _cells(total, where)})
    return found


def months(found, where):
    """[{name, cells}] of the months; `where`: what else narrows them."""
    rows = []
    for first, figures in found:
        last = (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        days = {"first": first.isoformat(), "last": last.isoformat()}
        rows.append({"name": f"{first:%Y-%m}", "cells": _cells(figures, {**where, **days})})
    return rows


def _cells(figures, where):
    root = reverse("customers:feedback")
    return [
        (figures[name], f"{root}?{urlencode({'tab': 'all', 'state': name, **where})}" if figures[name] else "")
        for name in FIGURES
    ]
