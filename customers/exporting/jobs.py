"""Taking customers out of the house: who may, how much, with a mark in every row, and what the audit keeps (rows Na4, Nb4, Nf15)."""

import tempfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crm_project.accounts.domain import access, further_rights
from crm_project.accounts.domain.settings_store import value
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.company_settings import EXPORT_ROWS
from customers.domain.access import file_scope
from customers.models import ExportJob

from . import file as export_file

State = ExportJob.State
FORMATS = ("xlsx", "csv", "pdf")
AT_ONCE = 2_000  # rows up to which the file comes with the page
PRINTED_AT_ONCE = 500  # the same of a list to be printed (M3)
LEAST_REASON = 5
ATTEMPTS = 5
SILENT = timedelta(minutes=1)


def exportable(user, rows):
    """Those of `rows` (a queryset of customers) that the right to export reaches, restricted files only with the right to open them."""
    return rows.open_to(user, file_scope(user, "customer.export"))


def start_export(*, by, at, query, format, reason, more, total):
    """Ask for a file of the customers that this query lists; a reason is kept with it. `total`: how many there are, if known."""
    if access.scope(by, "customer.export") is None:
        raise Refused(_("Your role can't export customers."), code="forbidden")
    if format not in FORMATS:
        raise Refused(_("Choose a workbook, CSV or PDF."), code="format", field="format")
    if len((reason or "").strip()) < LEAST_REASON:
        raise Refused(_("Enter the purpose of the file: it is recorded with your name."), code="reason", field="reason")
    return ExportJob.objects.create(
        what="customers",
        query=query,
        format=format,
        more=more,
        reason=reason.strip()[:200],
        by=by,
        at=at,
        touched_at=at,
        total=min(total, value(EXPORT_ROWS)),
        language=translation.get_language() or "",
    )


def mine(user):
    """The files that a person may look at and download: their own."""
    return ExportJob.objects.filter(by=user)


def filename(job):
    """What the file is called on its maker's disk: it says who and when."""
    return f"customers-{job.by.username}-{timezone.localtime(job.at):%Y%m%d-%H%M}.{job.format}"


def downloaded(*, job, by, at):
    """Note that the file was fetched."""
    log.record(by=by, action="export.downloaded", at=at, subject=job, changes={"rows": [None, job.rows]})


def unfinished(*, at):
    """Files that nobody is writing any more: the message was lost, or the worker."""
    silent = Q(touched_at__lt=at - SILENT) | Q(touched_at=None, at__lt=at - SILENT)
    return list(ExportJob.objects.filter(silent, state=State.RUNNING).values_list("pk", flat=True))


def forget_old(*, at):
    """Files are removed after a week; who took what stays. Returns how many were removed."""
    old = ExportJob.objects.filter(at__lt=at - timedelta(days=settings.EXPORT_KEPT_DAYS), state=State.DONE)
    for job in old:
        job.file.delete(save=False)
        job.state = State.REMOVED
        job.save(update_fields=["state", "file"])
    return len(old)


# --- writing --------------------------------------------------------------------------------------------
def run_export(job_id, *, listed, clock):
    """Write the file; safe to repeat. `listed(user, params, at)` gives the customers that a query lists, `clock` tells the time."""
    with transaction.atomic():
        job = (
            ExportJob.objects.select_for_update(no_key=True, of=("self",))
            .filter(pk=job_id, state=State.RUNNING)
            .first()
        )
        if job is None:
            return
        if job.attempts >= ATTEMPTS:
            with translation.override(job.language or settings.LANGUAGE_CODE):
                _fail(job, clock, _("An error stopped this export; an admin can find it in the log."))
            return
        job.attempts, job.touched_at = job.attempts + 1, clock()
        job.save(update_fields=["attempts", "touched_at"])
    job = ExportJob.objects.select_related("by__role", "by__department").get(pk=job_id)
    further_rights.end_due_of(job.by, at=clock())
    with translation.override(job.language or settings.LANGUAGE_CODE):
        rows = exportable(job.by, listed(job.by, QueryDict(job.query), job.at))
        most = value(EXPORT_ROWS)
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[: most + 1])
        cut, ids = len(ids) > most, ids[:most]
        ExportJob.objects.filter(pk=job.pk).update(total=len(ids))
        note = _cut_note(most) if cut else ""

        def progress(done):
            ExportJob.objects.filter(pk=job.pk).update(rows=done, touched_at=clock())

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"customers.{job.format}"
            export_file.write_file(job, path, ids, note=note, progress=progress)
            with path.open("rb") as file:
                job.file.save(f"{job.at:%H%M%S}-{job.pk}.{job.format}", File(file), save=False)
        _finish(job, len(ids), note, clock)


def _fail(job, clock, problem):
    ExportJob.objects.filter(pk=job.pk).update(state=State.FAILED, problem=problem, finished_at=clock())


def _finish(job, rows, note, clock):
    with transaction.atomic():
        mine = ExportJob.objects.select_for_update(no_key=True).filter(pk=job.pk, state=State.RUNNING)
        if not mine.update(state=State.DONE, rows=rows, file=job.file.name, finished_at=clock(), problem=note):
            job.file.delete(save=False)  # another worker was faster
            return
        log.record(
            by=job.by,
            action="export.made",
            at=clock(),
            subject=job,
            reason=job.reason,
            changes={"rows": [None, rows], "query": [None, job.query], "format": [None, job.format]},
        )


def _cut_note(most):
    return _(
        "Only the first %(n)d customers are in the file, which is the limit: narrow the list to get the others."
    ) % {"n": most}
