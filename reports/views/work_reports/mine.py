"""One's own reports: what is due, what is begun, what was handed in (row Ni1)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, minute
from crm_project.lib.views import now
from reports.domain.work_reports import access, demanded, writing
from reports.models import WorkReport
from reports.models.work_reports import ReportKind, State
from reports.presenters.work_reports import team, titles
from reports.rules.report_periods import KINDS, period_of

SHOWN = 40


def _kinds(at):
    """[(kind, label, day, period)] of the present periods, to begin one that nobody demanded."""
    today = local_date(at)
    return [
        (kind, ReportKind(kind).label, today.isoformat(), titles.period_text(period_of(kind, today))) for kind in KINDS
    ]


@allowed("report.write", "report.read")
@require_GET
def work_reports(request):
    """What is due first, then what was written."""
    at = now()
    writes = demanded.may_write(request.user)
    due = demanded.open_demands(request.user, at) if writes else []
    own = WorkReport.objects.filter(author=request.user).select_related("author").defer("rows", "texts", "outcomes")
    rows = []
    for report in own[: SHOWN + 1]:
        text, tone = team.status(report, report.due_at, at)
        page = "reports:work_report" if report.state == State.SUBMITTED else "reports:work_report_edit"
        rows.append({"title": titles.title(report), "url": reverse(page, args=[report.pk]), "text": text, "tone": tone})
    waiting = list(access.to_read(request.user, at)[: SHOWN + 1])
    context = {
        "writes": writes,
        "due": [
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
            for one in due
        ],
        "kinds": _kinds(at) if writes else [],
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "waiting": [
            {"title": titles.title(report), "pk": report.pk, "when": minute(report.submitted_at)}
            for report in waiting[:SHOWN]
        ],
    }
    return render(request, "reports/work_reports/mine.html", context)


@allowed("report.write")
@require_POST
def start(request):
    """Begin the report of a period, or go on with it."""
    kind, day = request.POST.get("kind", ""), request.POST.get("day", "")
    try:
        found = parse_date(day)
    except ValueError:
        found = None
    if kind not in KINDS or found is None:
        raise PermissionDenied
    try:
        report = writing.start_report(kind=kind, day=found, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("reports:work_reports")
    return redirect("reports:work_report_edit", report.pk)
