"""Taking customers out: what the list shows now, with a reason, as a file that only its maker fetches (rows Na4, M3)."""

from django.conf import settings
from django.http import FileResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.settings_store import value
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, refusal_into
from customers.domain.saved_filters import SHOWING
from customers.exporting import jobs as exporting

from ..company_settings import EXPORT_ROWS
from ..filters import listed
from ..forms.importing import ExportForm
from ..models import ExportJob
from ..tasks import send_export
from .import_rows import moment

State = ExportJob.State
TONES = {State.RUNNING: "info", State.DONE: "ok", State.FAILED: "bad", State.REMOVED: ""}
RECENT = 8


@allowed("customer.export")
@require_GET
def page(request):
    """What would be in the file; format, columns and reason are asked."""
    params = request.GET.copy()
    for name in SHOWING:
        params.pop(name, None)
    return _page(request, ExportForm(initial={"query": params.urlencode()}), params)


def _page(request, form, params, status=200):
    total = _total(request.user, params, now())
    most = value(EXPORT_ROWS)
    return render(
        request,
        "customers/export.html",
        {
            "form": form,
            "total": f"{min(total, most):,}",
            "empty": not total,
            "cut": total > most,
            "most": f"{most:,}",
            "list_url": f"{reverse('customers:list')}?{params.urlencode()}",
            "filtered": bool(params),
            "recent": [_recent(job) for job in exporting.mine(request.user).order_by("-pk")[:RECENT]],
            "crumbs": [(_("Customers"), reverse("customers:list"))],
        },
        status=status,
    )


def _total(user, params, at):
    return exporting.exportable(user, listed(user, params, at)).order_by()[: value(EXPORT_ROWS) + 1].count()


def _recent(job):
    rows = _("%(n)s customers") % {"n": f"{job.rows:,}"}
    return {
        "url": reverse("customers:export_job", args=[job.pk]),
        "name": job.reason,
        "state": job.get_state_display(),
        "tone": TONES[job.state],
        "note": " · ".join([moment(job.at), rows, job.format]),
    }


@allowed("customer.export")
@require_POST
def make(request):
    """Write the file: a small one at once, a large one in the background."""
    form = ExportForm(request.POST)
    params, at = QueryDict(request.POST.get("query", "")), now()
    if form.is_valid():
        total = _total(request.user, params, at)
        try:
            job = exporting.start_export(by=request.user, at=at, total=total, **form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            if total <= (exporting.PRINTED_AT_ONCE if job.format == "pdf" else exporting.AT_ONCE):
                exporting.run_export(job.pk, listed=listed, clock=now)
            else:
                send_export(job)
            return redirect("customers:export_job", job.pk)
    return _page(request, form, params, status=422)


def _polled(job):
    return {
        "pk": job.pk,
        "title": _("Creating the file"),
        "note": _("%(done)s of %(total)s customers") % {"done": f"{job.rows:,}", "total": f"{job.total:,}"},
        "done": job.rows,
        "total": job.total,
        "percent": f"{job.rows * 100 // job.total} %" if job.total else "",
        "state": "running",
        "poll_url": reverse("customers:export_progress", args=[job.pk]),
    }


def _mine(request, pk):
    return get_object_or_404(exporting.mine(request.user), pk=pk)


@allowed("customer.export")
@require_GET
def job(request, pk):
    """The file on its way, or ready to be fetched."""
    row = _mine(request, pk)
    return render(
        request,
        "customers/export_job.html",
        {
            "row": row,
            "job": _polled(row),
            "running": row.state == State.RUNNING,
            "ready": row.state == State.DONE,
            "failed": row.state == State.FAILED,
            "rows": f"{row.rows:,}",
            "days": settings.EXPORT_KEPT_DAYS,
            "facts": [
                (_("Customers"), f"{row.rows:,}"),
                (_("Exported on"), moment(row.at)),
                (_("Format"), row.format),
                (_("Reason"), row.reason),
            ],
            "crumbs": [(_("Customers"), reverse("customers:list")), (_("Export"), reverse("customers:export"))],
        },
    )


@allowed("customer.export")
@require_GET
def progress(request, pk):
    """The polled part; once the file is there, the whole page is loaded anew."""
    row = _mine(request, pk)
    return (
        render(request, "parts/job.html", {"job": _polled(row)})
        if row.state == State.RUNNING
        else HttpResponseClientRefresh()
    )


@allowed("customer.export")
@require_GET
def download(request, pk):
    """The file, for its maker only."""
    row = get_object_or_404(exporting.mine(request.user), pk=pk, state=State.DONE)
    exporting.downloaded(job=row, by=request.user, at=now())
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=exporting.filename(row))
