"""The way of an uploaded file: received, checked, confirmed, taken in; how far it is stands in its row.

A worker does the work (`worker.py`).
"""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from crm_project.lib.refused import Refused
from crm_project.lib.upload_transaction import UploadTransaction
from customers.models import ImportJob

from .files import SUFFIXES, check_size, wrong_suffix
from .kinds import every_kind, may_bring_history
from .mapping import checked, remember

State = ImportJob.State
# What the two kinds of workbooks begin with.
BEGINNINGS = {".xlsx": b"PK\x03\x04", ".xls": b"\xd0\xcf\x11\xe0"}
SILENT = timedelta(minutes=1)  # a job without a sign of life for so long has lost its message or its worker


def receive(*, kind, upload, history, by, at):
    """Keep an uploaded file; a worker checks it next. Refuses what may not be brought in, or is no workbook at first sight."""
    found = every_kind().get(kind)
    if found is None or not found.open_to(by):
        raise Refused(_("Your role can't import this type of file."), code="forbidden", field="kind")
    if history and not may_bring_history(by):
        raise Refused(_("Only an admin can import history."), code="forbidden", field="history")
    try:
        check_size(upload.size)
    except Refused as refusal:
        refusal.field = "file"
        raise
    suffix = Path(upload.name).suffix.lower()
    if suffix not in SUFFIXES:
        raise wrong_suffix(upload.name, "file")
    first = upload.read(4)
    upload.seek(0)
    if suffix in BEGINNINGS and first != BEGINNINGS[suffix]:
        raise Refused(
            _("The file is not an Excel workbook or is damaged: open it in Excel and save it as .xlsx again."),
            code="workbook",
            field="file",
        )
    job = ImportJob(
        kind=kind,
        filename=Path(upload.name).name[-200:],
        history=history,
        by=by,
        at=at,
        touched_at=at,
        language=translation.get_language() or "",
        summary={"counts": {}},
    )
    with UploadTransaction() as storage, transaction.atomic():
        storage.save(job.file, upload.name, upload)
        job.save()
    return job


def set_columns(*, job_id, by, at, columns, fixed):
    """Decide which column each heading of the file is ("": left out), and values for all rows; the file is checked (anew).

    Remembered for this person's next file of the kind. Refuses with code gone, state, twice, missing.
    """
    with transaction.atomic():
        job = _locked(job_id, by)
        if job.state not in (State.MAPPING, State.READY):
            raise Refused(
                _("This file is %(state)s: reload the page.") % {"state": job.get_state_display()}, code="state"
            )
        headings = job.summary["found"]["headings"]
        wanted = every_kind()[job.kind].headings
        job.mapping = checked([*columns, *[""] * len(headings)][: len(headings)], fixed, wanted)
        remember(user=by, kind=job.kind, headings=headings, mapping=job.mapping)
        job.state, job.attempts, job.touched_at, job.done = State.CHECKING, 0, at, 0
        job.save(update_fields=["mapping", "state", "attempts", "touched_at", "done"])
        return job


def confirm(*, job_id, by, at, new_values=False):
    """Take in what the check showed; again after a run that failed half-way: it goes on where it stopped.

    `new_values`: whether values that the managed lists do not have yet are added to them; else rows that name them are refused.
    """
    with transaction.atomic():
        job = _locked(job_id, by)
        if job.state == State.READY:
            job.refused_rows.all().delete()
            job.done, job.summary = 0, {"counts": {}, "at": at.isoformat(), "checked": job.summary}
            job.summary["found"] = job.summary["checked"].pop("found", {})
            job.summary["yes"] = bool(new_values)
        elif job.state != State.FAILED or "at" not in job.summary:
            raise Refused(
                _("This file is %(state)s: reload the page.") % {"state": job.get_state_display()}, code="state"
            )
        job.state, job.attempts, job.touched_at, job.problem = State.RUNNING, 0, at, ""
        job.save(update_fields=["state", "attempts", "touched_at", "problem", "done", "summary"])
        return job


def discard(*, job_id, by):
    """Throw away a file that was not taken in."""
    with transaction.atomic():
        job = _locked(job_id, by)
        if job.state not in (State.CHECKING, State.MAPPING, State.READY, State.FAILED) or "at" in job.summary:
            raise Refused(_("This file was already imported."), code="state")
        name, storage = job.file.name, job.file.storage
        job.delete()
    storage.delete(name)


def mine(user):
    """The jobs that a person may look at: their own."""
    return ImportJob.objects.filter(by=user)


def _locked(job_id, by):
    job = ImportJob.objects.select_for_update(no_key=True, of=("self",)).filter(pk=job_id, by=by).first()
    if job is None:
        raise Refused(_("This import no longer exists."), code="gone")
    return job


def unfinished(*, at):
    """Jobs that somebody must take up again: their message was lost, or their worker."""
    silent = Q(touched_at__lt=at - SILENT) | Q(touched_at=None, at__lt=at - SILENT)
    return list(
        ImportJob.objects.filter(silent, state__in=[State.CHECKING, State.RUNNING, State.UNDOING]).values_list(
            "pk", flat=True
        )
    )


def forget_old(*, at):
    """Uploaded files hold personal data: after a while only the figures stay. Returns how many were removed."""
    old = ImportJob.objects.filter(at__lt=at - timedelta(days=settings.IMPORT_KEPT_DAYS)).exclude(file="")
    old = old.exclude(state__in=[State.CHECKING, State.RUNNING, State.UNDOING])
    for job in old:
        job.file.delete(save=False)
        job.refused_rows.all().delete()
        job.imported_rows.all().delete()
        for name in ("first", "later", "checked", "found", "doubts", "known"):
            job.summary.pop(name, None)
        job.save(update_fields=["file", "summary"])
    return len(old)
