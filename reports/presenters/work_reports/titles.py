"""What a report is called: fixed by its kind, its period and its author (row Ni1)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.notices.presenters.kinds import Params
from reports.models import WorkReport
from reports.models.work_reports import ReportKind
from reports.rules.report_periods import DAILY, HALF_YEARLY, MONTHLY, WEEKLY, YEARLY, Period, period_of


def period_text(period: Period) -> str:
    """“2026 week 48”, “2026-11”, “2026, first half”, “2026”, or the day."""
    named = {"year": period.year, "number": period.number, "month": f"{period.number:02d}"}
    if period.kind == DAILY:
        return period.first.isoformat()
    if period.kind == WEEKLY:
        return _("%(year)d week %(number)d") % named
    if period.kind == MONTHLY:
        return pgettext("month of a report", "%(year)d-%(month)s") % named
    if period.kind == HALF_YEARLY:
        return (_("%(year)d first half") if period.number == 1 else _("%(year)d second half")) % named
    return pgettext("year of a report", "%(year)d") % named


def title(report: WorkReport) -> str:
    """“2026 week 48 · Li Ming”: the fixed title."""
    formats = {
        DAILY: _("%(period)s · Daily report · %(name)s"),
        WEEKLY: pgettext("title of a weekly report", "%(period)s · %(name)s"),
        MONTHLY: _("%(period)s · Monthly report · %(name)s"),
        HALF_YEARLY: _("%(period)s · Half-yearly report · %(name)s"),
        YEARLY: _("%(period)s · Yearly report · %(name)s"),
    }
    period = period_of(report.kind, report.first)
    return formats[period.kind] % {"period": period_text(period), "name": report.author}


def named(period: Period) -> str:
    """“Weekly report 2026 week 48”: without the name."""
    words = {"kind": ReportKind(period.kind).label, "period": period_text(period)}
    return pgettext("kind and period of a report", "%(kind)s %(period)s") % words


def about(params: dict[str, Any]) -> str:
    """Which report a notice speaks of."""
    try:
        return named(period_of(params.get("kind", ""), date.fromisoformat(params.get("first", ""))))
    except (KeyError, ValueError):
        return _("Work report")


def with_report(sentence):
    """The text of a notice with `%(report)s` besides its own parameters."""
    return lambda params: str(sentence) % Params({**params, "report": about(params)})
