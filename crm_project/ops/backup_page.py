"""What the page of backups shows (rows Na5, Nb2, Ne4, Ng4, Nh5)."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.lib.time import minute

from .backups import making, rehearsal, running, thinning
from .models import Backup
from .problems import problem_text

STAGES = {
    making.DATABASE: gettext_lazy("The database is being written."),
    making.FILES: gettext_lazy("The uploaded files are being added: %(done)d of %(total)d."),
    making.ENCRYPTING: gettext_lazy("It is being encrypted."),
    running.COPYING: gettext_lazy("It is being copied to the second place."),
}
SHOWN = 60  # of the newest; older ones while their file is there


def context(at: datetime) -> dict[str, Any]:
    """Everything on the page."""
    rows = _shown()
    return {
        "job": job(next((row for row in rows if row.ended_at is None), None)),
        "rows": [line(row, at) for row in rows if row.ended_at],
        "folder": settings.BACKUP_ROOT,
        "second": settings.BACKUP_SECOND_FOLDER,
        "encrypting": bool(settings.BACKUP_KEY),
        "kept": {"days": thinning.DAYS, "weeks": thinning.WEEKS, "months": thinning.MONTHS},
    }


def _shown() -> list[Backup]:
    """The newest, and all older ones that thinning has left."""
    rows = Backup.objects.select_related("made_by").order_by("-at")
    newest = list(rows[:SHOWN])
    if len(newest) < SHOWN:
        return newest
    kept = [path.name for path in Path(settings.BACKUP_ROOT).glob("crm-*")]
    return newest + list(rows.filter(file__in=kept, at__lt=newest[-1].at))


def job(row: Backup | None) -> dict[str, Any] | None:
    """How far the backup is that is being made, as `parts/job.html` shows it."""
    if row is None:
        return None
    stage = STAGES.get(row.stage, gettext_lazy("It begins as soon as a background process is free."))
    return {
        "pk": row.pk,
        "title": row.file,
        "state": "running" if row.ended_at is None else "failed" if row.problem else "done",
        "note": problem_text(row.problem, row.problem_values) if row.problem else _note(stage, row),
        "done": row.done,
        "total": row.total,
        "percent": f"{100 * row.done // row.total} %" if row.total and row.ended_at is None else "",
        "poll_url": reverse("ops:backup_job", args=[row.pk]),
    }


def line(row: Backup, at: datetime) -> dict[str, Any]:
    """A backup in the list."""
    return {
        "pk": row.pk,
        "when": minute(row.at),
        "file": row.file,
        "by": str(row.made_by) if row.made_by else "",
        "size": filesizeformat(row.size) if row.size else "",
        "sha256": row.sha256,
        "encrypted": row.encrypted,
        "copied": row.copied,
        "problem": problem_text(row.problem, row.problem_values) if row.problem else "",
        "there": bool(row.size) and (settings.BACKUP_ROOT / row.file).is_file(),
        "rehearsing": rehearsal.under_way(row, at),
        "rehearsed": minute(row.rehearsed_at) if row.rehearsed_at else "",
        "rehearsal_problem": problem_text(row.rehearsal_problem, row.rehearsal_values) if row.rehearsal_problem else "",
    }


def _note(stage: Any, row: Backup) -> str:
    if row.ended_at:
        return _("The backup is whole.")
    return str(stage) % {"done": row.done, "total": row.total}
