"""One's own reports: what is due, what is begun, what was handed in (row Ni1)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import now
from reports.domain.work_reports import access, demanded, writing
from reports.presenters.work_reports import mine
from reports.rules.report_periods import KINDS

SHOWN = 40


@allowed("report.write", "report.read")
@require_GET
def work_reports(request):
    """What is due first, then what was written, and what waits to be read."""
    at, user = now(), request.user
    writes = demanded.may_write(user)
    own = list(access.own(user)[: SHOWN + 1])
    context = {
        "writes": writes,
        "due": mine.due_rows(demanded.open_demands(user, at), at) if writes else [],
        "kinds": mine.kinds(at) if writes else [],
        "rows": mine.own_rows(own[:SHOWN], at),
        "more": len(own) > SHOWN,
        "waiting": mine.waiting_rows(access.to_read(user, at)[:SHOWN]),
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
