"""Backups in the browser: listed, made, rehearsed, downloaded (rows Na5, Nb2, Ne4, Ng4, Nh5)."""

from pathlib import Path
from typing import cast

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_project.accounts.decorators import with_second_factor
from crm_project.accounts.models import User
from crm_project.accounts.views.loading import everywhere
from crm_project.lib.views import attempt, now

from . import backup_page, tasks
from .backups import handing_out, rehearsal, running
from .models import Backup


@require_safe
@everywhere
def backups(request: HttpRequest) -> HttpResponse:
    """All backups, the newest first, and how far the one is that is being made."""
    return render(request, "ops/backups.html", backup_page.context(now()))


@require_safe
@everywhere
def backup_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a backup is: asked again and again until it is done; then the page is loaded anew, with it in the list."""
    row = get_object_or_404(Backup, pk=pk)
    answer = render(request, "parts/job.html", {"job": backup_page.job(row)})
    if row.ended_at:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@everywhere
def backup_now(request: HttpRequest) -> HttpResponse:
    """Have one made in the background."""
    row = attempt(request, running.ask_for_backup, by=request.user, at=now())
    if row:
        tasks.make_backup.delay_on_commit(row.pk)
    return redirect("ops:backups")


@require_POST
@everywhere
def backup_rehearse(request: HttpRequest, pk: int) -> HttpResponse:
    """Have one restored for a try in the background."""
    get_object_or_404(Backup, pk=pk)
    done = _("It is being restored into a scratch database: the outcome will stand here.")
    row = attempt(request, rehearsal.ask_for_rehearsal, row_id=pk, by=request.user, at=now(), done=done)
    if row:
        tasks.rehearse.delay_on_commit(row.pk)
    return redirect("ops:backups")


@require_safe
@everywhere
@with_second_factor
def backup_file(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself: all of the company's data, so that each download is recorded."""
    row = get_object_or_404(Backup, pk=pk)
    path = Path(settings.BACKUP_ROOT) / row.file
    if not path.is_file():
        raise Http404
    handing_out.record_download(row=row, by=cast(User, request.user), at=now())
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=row.file, content_type="application/octet-stream"
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
