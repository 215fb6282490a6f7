"""The reports of a team in one period: who handed in, who is late, the sums of all (row Ni1)."""

from collections.abc import Sequence
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project import catalogue
from crm_project.lib.time import minute
from reports.domain.work_reports import frozen
from reports.models import WorkReport
from reports.models.work_reports import State
from reports.presenters.figures import value_text


def status(report, due_at, at):
    """(text, tone) of where it stands."""
    if report is not None and report.state == State.SUBMITTED:
        late = report.due_at is not None and report.submitted_at > report.due_at
        when = minute(report.submitted_at)
        if late:
            return _("handed in late, %(when)s") % {"when": when}, "warn"
        return _("handed in %(when)s") % {"when": when}, "ok"
    if report is not None and report.state == State.RETURNED:
        return pgettext("report", "Sent back"), "warn"
    if due_at is not None and at > due_at:
        return _("late: due %(when)s") % {"when": minute(due_at)}, "bad"
    if due_at is not None:
        return _("due %(when)s") % {"when": minute(due_at)}, "info"
    return pgettext("report", "Draft"), ""


def rows(demands, extra, read, user, at):
    """One row for each person: {name, status, tone, url, read}; `demands` by name, then reports nobody demanded (`extra`)."""
    out = []
    for one in demands:
        text, tone = status(one.report, one.due_at, at)
        out.append(_row(one.person, one.report, text, tone, read, user))
    for report in extra:
        text, tone = status(report, None, at)
        out.append(_row(report.author, report, text, tone, read, user))
    return out


def _row(person, report, text, tone, read, user):
    handed_in = report is not None and report.state == State.SUBMITTED
    shown = handed_in or (report is not None and report.submitted_at is not None)
    return {
        "name": str(person),
        "text": text,
        "tone": tone,
        "url": reverse("reports:work_report", args=[report.pk]) if shown else "",
        "read": handed_in and report.pk in read,
        "unread": handed_in and report.pk not in read and report.author_id != user.pk,
    }


def sums(reports: Sequence[WorkReport]):
    """(figures, rows, totals) of what was handed in, as it was frozen; figures that are 0 for all are left out."""
    known = catalogue.figures()
    total: dict[str, Decimal] = {}
    for report in reports:
        for key, text in report.figures.items():
            total[key] = total.get(key, Decimal(0)) + frozen.number(text)
    keys = [key for key in known if total.get(key)]
    lines = [
        {
            "name": str(report.author),
            "url": reverse("reports:work_report", args=[report.pk]),
            "cells": [{"text": value_text(known[key][0], frozen.number(report.figures.get(key, "0")))} for key in keys],
        }
        for report in reports
    ]
    return [known[key][0] for key in keys], lines, [value_text(known[key][0], total[key]) for key in keys]
