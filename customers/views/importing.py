"""Bringing a file in: choose it, see what each row would do, confirm, watch, fetch what was refused."""

import tempfile
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, refusal_into

from ..forms.importing import ImportForm
from ..importing import jobs, sheets, undo
from ..importing.kinds import every_kind, open_kinds
from ..models import ImportJob
from ..tasks import send_import
from .import_rows import WAITS, listed_row, polled, preview

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 8


def brings_in(view):
    """The view is for people who may bring in some kind of file; others get 403."""

    @login_required
    @wraps(view)
    def inner(request, *args, **kwargs):
        if not open_kinds(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return inner


@brings_in
@require_GET
def page(request):
    """The form, the templates to fill in, and one's own last imports."""
    return _page(
        request, ImportForm(user=request.user, initial={"kind": request.GET["kind"]} if "kind" in request.GET else {})
    )


def _page(request, form, status=200):
    recent = jobs.mine(request.user).order_by("-pk")[:RECENT]
    return render(
        request,
        "customers/import.html",
        {
            "form": form,
            "recent": [listed_row(job) for job in recent],
            "crumbs": [(_("Customers"), reverse("customers:list"))],
            "most": settings.IMPORT_LIMIT_MB,
            "templates": [(kind, label) for kind, label in form.fields["kind"].choices],
        },
        status=status,
    )


@brings_in
@require_POST
def upload(request):
    """Keep the file and have it checked."""
    form = ImportForm(request.POST, request.FILES, user=request.user)
    if form.is_valid():
        fields = form.cleaned_data
        try:
            job = jobs.receive(
                kind=fields["kind"],
                upload=fields["file"],
                history=fields.get("history", False),
                by=request.user,
                at=now(),
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            send_import(job)
            return redirect("customers:import_job", job.pk)
    return _page(request, form, status=422)


def mine(request, pk):
    """One of the imports of the person who asks, else 404."""
    return get_object_or_404(jobs.mine(request.user), pk=pk)


@brings_in
@require_GET
def job(request, pk):
    """How the file stands: being checked, ready with what each row would do, being taken in, done."""
    row = mine(request, pk)
    if row.state == ImportJob.State.MAPPING:
        return redirect("customers:import_columns", pk)
    return render(
        request,
        "customers/import_job.html",
        {
            "row": row,
            "job": polled(row),
            "invitations": _invitations(request, row),
            "may_undo": undo.undoable(row, request.user),
            **preview(row),
            "crumbs": [(_("Customers"), reverse("customers:list")), (_("Import"), reverse("customers:import"))],
        },
    )


def _invitations(request, row):
    """Links of those whom this import brought in and who have not used them yet."""
    links = every_kind()[row.kind].links
    if links is None or row.state != ImportJob.State.DONE:
        return []
    return [(person, request.build_absolute_uri(path)) for person, path in links(row.summary["at"])]


@brings_in
@require_GET
def progress(request, pk):
    """The polled part; when the job has come to its next step, the whole page is loaded anew."""
    row = mine(request, pk)
    if row.state not in WAITS:
        return HttpResponseClientRefresh()
    return render(request, "parts/job.html", {"job": polled(row)})


@brings_in
@require_POST
def confirm(request, pk):
    """Take in what the check showed."""
    yes = request.POST.get("new_values") == "on"
    if row := attempt(request, jobs.confirm, job_id=mine(request, pk).pk, by=request.user, at=now(), new_values=yes):
        send_import(row)
    return redirect("customers:import_job", pk)


@brings_in
@require_POST
def undo_all(request, pk):
    """Take back everything that this file brought, except what somebody has built on."""
    if row := attempt(request, undo.undo_import, job_id=mine(request, pk).pk, by=request.user, at=now()):
        send_import(row)
    return redirect("customers:import_job", pk)


@brings_in
@require_POST
def discard(request, pk):
    """Throw the file away."""
    done = _("The file was discarded; nothing was changed.")
    gone = attempt(request, jobs.discard, done=done, job_id=mine(request, pk).pk, by=request.user)
    return redirect("customers:import") if gone else redirect("customers:import_job", pk)


@brings_in
@require_GET
def refused(request, pk):
    """The refused rows with their problems, as a workbook."""
    row = mine(request, pk)
    if not row.file or not row.refused_rows.exists():
        messages.info(request, _("There are no rejected rows to download."))
        return redirect("customers:import_job", pk)
    return _workbook(lambda target: sheets.refused(row, target), f"{row.filename.rpartition('.')[0]}-refused.xlsx")


@brings_in
@require_GET
def template(request, kind):
    """An empty workbook with the headings, and a sheet that explains them."""
    if kind not in every_kind():
        raise Http404
    if not every_kind()[kind].open_to(request.user):
        raise PermissionDenied
    return _workbook(lambda target: sheets.template(kind, target), f"{kind}.xlsx")


def _workbook(write, name):
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write(target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
