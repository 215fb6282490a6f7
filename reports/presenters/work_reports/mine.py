"""A person's own reports as the page lists them: what is due, what was written, what waits to be read (row Ni1)."""

from django.urls import reverse

from crm_project.lib.time import local_date, minute
from reports.models.work_reports import ReportKind, State
from reports.rules.report_periods import KINDS, period_of

from . import team, titles


def due_rows(demands, at):
    """[{kind, day, label, period, due, late, begun, returned}] of what is to be handed in."""
    return [
        {
            "kind": one.period.kind,
            "day": one.period.first.isoformat(),
            "label": ReportKind(one.period.kind).label,
            "period": titles.period_text(one.period),
            "due": minute(one.due_at),
            "late": at > one.due_at,
            "begun": one.report is not None,
            "returned": one.report is not None and bool(one.report.return_reason),
        }
        for one in demands
    ]


def own_rows(reports, at):
    """[{title, url, text, tone}]: one that is not handed in leads to its form."""
    out = []
    for report in reports:
        text, tone = team.status(report, report.due_at, at)
        page = "reports:work_report" if report.state == State.SUBMITTED else "reports:work_report_edit"
        out.append({"title": titles.title(report), "url": reverse(page, args=[report.pk]), "text": text, "tone": tone})
    return out


def waiting_rows(reports):
    """[{title, url, when}] of what waits to be read."""
    return [
        {
            "title": titles.title(report),
            "url": reverse("reports:work_report", args=[report.pk]),
            "when": minute(report.submitted_at),
        }
        for report in reports
    ]


def kinds(at):
    """[(kind, label, day, period)] of the present periods, to begin one that nobody demanded."""
    today = local_date(at)
    return [
        (kind, ReportKind(kind).label, today.isoformat(), titles.period_text(period_of(kind, today))) for kind in KINDS
    ]
