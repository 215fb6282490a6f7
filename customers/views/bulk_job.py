"""An action on many customers on its way, and what came of it: for whoever asked for it (row Nd9)."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRefresh

from crm_project.accounts.decorators import allowed
from crm_project.lib.time import minute
from crm_project.lib.views import now
from crm_project.undo.domain import actions
from customers.domain import bulk_jobs

from ..models import BulkJob
from .bulk import WHAT, list_url

State = BulkJob.State


@allowed("customer.view")
@require_GET
def job(request, pk):
    """How far it is; once it is over, how many were done, who was refused and why, and the undo."""
    row = _mine(request, pk)
    _action, title, _label, word = WHAT[row.what]
    refused = len(row.refused)
    return render(
        request,
        "customers/bulk_job.html",
        {
            "title": title,
            "word": word,
            "job": _polled(row),
            "running": row.state == State.RUNNING,
            "problem": row.problem,
            "done": f"{row.done - refused:,}",
            "refused": f"{refused:,}",
            "left": f"{row.total - row.done:,}" if row.total > row.done else "",
            "rows": row.refused,
            "list_url": list_url(row.query),
            "undo_url": _undo_url(row),
            "undone_at": minute(row.undo.undone_at) if row.undo and row.undo.undone_at else "",
        },
    )


@allowed("customer.view")
@require_GET
def progress(request, pk):
    """The polled part; once it is over, the whole page is loaded anew."""
    row = _mine(request, pk)
    if row.state != State.RUNNING:
        return HttpResponseClientRefresh()
    return render(request, "parts/job.html", {"job": _polled(row)})


def _mine(request, pk):
    return get_object_or_404(bulk_jobs.mine(request.user).select_related("undo__person"), pk=pk)


def _undo_url(row):
    """Where it can be taken back; empty where that is too late."""
    if row.undo is None or actions.refusal(row.undo, now()):
        return ""
    return reverse("undo:undo", args=[row.undo.pk])


def _polled(row):
    return {
        "pk": row.pk,
        "title": WHAT[row.what][1],
        "note": _("%(done)s of %(total)s customers") % {"done": f"{row.done:,}", "total": f"{row.total:,}"},
        "done": row.done,
        "total": row.total,
        "percent": f"{row.done * 100 // row.total} %" if row.total else "",
        "state": "running",
        "poll_url": reverse("customers:bulk_progress", args=[row.pk]),
    }
