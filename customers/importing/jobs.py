"""The way of an uploaded file: received, checked, confirmed, taken in; how far it is stands in its row (design §6).

`done` counts the rows dealt with and is written in their own transaction: a worker that is killed leaves a true number, the
next one goes on behind it, and of two workers on the same job one gives way.
"""

import contextlib
import fcntl
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from activities.importing.followups import FollowUpsImport
from contracts.importing.contracts import ContractsImport
from contracts.importing.payments import PaymentsImport
from contracts.ratings.importing.indicators import IndicatorsImport
from crm_project.accounts.domain.access import may
from crm_project.accounts.importing.people import PeopleImport
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.importers.customers import CustomersImport
from customers.models import ImportJob, RefusedRow

from .batches import Watch, take
from .columns import KINDS, OURS
from .conditions import CHANGED, RESULTS, Conditions
from .files import SUFFIXES, Table, check_size

State = ImportJob.State
IMPORTERS = {
    importer.kind: importer
    for importer in (
        PeopleImport,
        CustomersImport,
        FollowUpsImport,
        ContractsImport,
        IndicatorsImport,
        PaymentsImport,
    )
}
# Kinds that take a right besides that to import: one of these.
BESIDES = {"people": ("people.manage",), "indicators": ("rating.sales", "rating.finance", "rating.manage")}
SHOWN = 50  # rows of the preview
ATTEMPTS = 3  # without getting any further
SILENT = timedelta(minutes=1)  # a job without a sign of life for so long has lost its message or its worker


# Kinds that need no right to import customers, but this one.
INSTEAD = {"payments": "payment.record"}


def kinds(user):
    """What this person may bring in."""
    return [kind for kind in KINDS if _may_bring(user, kind)]


def _may_bring(user, kind):
    if kind in INSTEAD:
        return may(user, INSTEAD[kind])
    beside = BESIDES.get(kind)
    return may(user, "customer.import") and (beside is None or any(may(user, action) for action in beside))


def may_bring_history(user):
    """Taking the file's own times as times of recording is for whoever moves the company in."""
    return may(user, "people.manage") and may(user, "customer.import")


def save_file(table, kind, terms, *, write):
    """Take in a whole table for the command line; with `write` off, only tell what would happen."""
    report = take(table, IMPORTERS[kind](terms), write=write)
    if write:
        _tell(kind, terms, report.counts)
    return report


def _tell(kind, terms, counts):
    log.record(
        by=terms.by,
        action="import.made",
        at=terms.at,
        subject_type="import",
        subject_name=terms.filename,
        changes={
            "kind": [None, kind],
            "history": [None, terms.history],
            **{name: [None, counts.get(name, 0)] for name in RESULTS},
        },
    )


# --- the steps ----------------------------------------------------------------------------------------
def receive(*, kind, upload, history, by, at):
    """Keep an uploaded file; a worker checks it next. Refuses what may not be brought in, or is no workbook at first sight."""
    if kind not in kinds(by):
        raise Refused(_("Your role does not bring in this kind of file."), code="forbidden", field="kind")
    if history and not may_bring_history(by):
        raise Refused(_("History is brought in by an admin."), code="forbidden", field="history")
    try:
        check_size(upload.size)
    except Refused as refusal:
        refusal.field = "file"
        raise
    suffix = Path(upload.name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(
            _("“%(name)s” is neither .xlsx nor .csv: save it as one of them.") % {"name": upload.name},
            code="format",
            field="file",
        )
    first = upload.read(4)
    upload.seek(0)
    if suffix == ".xlsx" and first != b"PK\x03\x04":
        raise Refused(
            _("The file is no Excel workbook, or a damaged one: open it in Excel and save it as .xlsx again."),
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
    job.file.save(f"{at:%H%M%S}-{kind}{suffix}", upload, save=False)
    job.save()
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
            job.summary["yes"] = bool(new_values)
        elif job.state != State.FAILED or "at" not in job.summary:
            raise Refused(
                _("This file is %(state)s: open the page again.") % {"state": job.get_state_display()}, code="state"
            )
        job.state, job.attempts, job.touched_at, job.problem = State.RUNNING, 0, at, ""
        job.save(update_fields=["state", "attempts", "touched_at", "problem", "done", "summary"])
        return job


def discard(*, job_id, by):
    """Throw away a file that was not taken in."""
    with transaction.atomic():
        job = _locked(job_id, by)
        if job.state not in (State.CHECKING, State.READY, State.FAILED) or "at" in job.summary:
            raise Refused(_("This file was taken in already."), code="state")
        name, storage = job.file.name, job.file.storage
        job.delete()
    storage.delete(name)


def mine(user):
    """The jobs that a person may look at: her own."""
    return ImportJob.objects.filter(by=user)


def _locked(job_id, by):
    job = ImportJob.objects.select_for_update(no_key=True, of=("self",)).filter(pk=job_id, by=by).first()
    if job is None:
        raise Refused(_("This import does not exist any more."), code="gone")
    return job


# --- the work -----------------------------------------------------------------------------------------
class Superseded(Exception):
    """Another worker has gone on with this job."""


class _Progress(Watch):
    """Counts a batch in the job's row, together with its rows."""

    def __init__(self, job, clock):
        self.job, self.position, self.clock = job, job.done, clock

    def inside(self, outcomes, rows):
        job = ImportJob.objects.select_for_update(no_key=True).get(pk=self.job.pk)
        if job.state != self.job.state or job.done != self.position:
            raise Superseded
        counts = job.summary["counts"]
        for outcome in outcomes:
            counts[outcome.result] = counts.get(outcome.result, 0) + 1
        amounts = job.summary.setdefault("amounts", {})
        for o in outcomes:
            if o.amount is not None:
                amounts[o.currency] = str(Decimal(amounts.get(o.currency, 0)) + o.amount)
        first = job.summary.setdefault("first", [])
        head = max(SHOWN - len(first), 0)
        first += [[o.number, o.label, o.result, o.sentence] for o in outcomes[:head]]
        # Further down, what changes known entries is what one wants to see before confirming; refused rows come back as a file.
        later = job.summary.setdefault("later", [])
        later += [[o.number, o.label, o.result, o.sentence] for o in outcomes[head:] if o.result == CHANGED][
            : max(SHOWN - len(later), 0)
        ]
        RefusedRow.objects.bulk_create(
            [
                RefusedRow(job=job, number=o.number, sentence=o.sentence, cells=_plain(row.cells))
                for o, row in zip(outcomes, rows, strict=True)
                if o.result == "refused"
            ],
            batch_size=500,
        )
        job.done += len(outcomes)
        job.total = max(job.total, job.done)
        job.touched_at = self.clock()
        if job.state == State.RUNNING:
            job.attempts = 1
        job.save(update_fields=["summary", "done", "total", "touched_at", "attempts"])
        self.coming = job.done

    def kept(self):
        self.position = self.coming


def _plain(cells):
    return {name: cell.isoformat() if isinstance(cell, date) else cell for name, cell in cells.items()}


def run_import(job_id, *, clock):
    """Check or take in a file, from where it stands; safe to repeat, and to run twice at once. `clock` tells the time.

    While one worker has a job, no other touches it, however long that gives no sign of life: the lock lies on the file,
    which all workers share, and goes with the process that holds it.
    """
    file = ImportJob.objects.filter(pk=job_id).exclude(file="").only("file").first()
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(FileNotFoundError):
            opened = stack.enter_context(open(file.file.path, "rb+")) if file else None
            if opened and not _locked_alone(opened):
                return
        _work(job_id, clock)


def _locked_alone(opened):
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _work(job_id, clock):
    job = _begin(job_id, clock)
    if job is None:
        return
    with translation.override(job.language or settings.LANGUAGE_CODE):
        writing = job.state == State.RUNNING
        at = datetime.fromisoformat(job.summary["at"]) if writing else job.at
        terms = Conditions(
            at=at,
            by=job.by,
            history=job.history,
            filename=job.filename,
            new_values=bool(job.summary.get("yes")) if writing else None,
        )
        importer = IMPORTERS[job.kind](terms)
        try:
            table = Table(job.file.path, job.filename, job.kind)
            ImportJob.objects.filter(pk=job.pk).update(total=table.total)
            take(table, importer, write=writing, done=job.done, watch=_Progress(job, clock))
        except Refused as refusal:
            _fail(job, clock, "\n".join(refusal.details.get("problems", [refusal.sentence])))
        except FileNotFoundError:
            _fail(job, clock, _("The file is gone: bring it in again."))
        except Superseded:
            return
        else:
            _finish(job, terms, clock, table, importer)


def _begin(job_id, clock):
    """The job with one more attempt noted, or None where nothing is to be done."""
    with transaction.atomic():
        job = ImportJob.objects.select_for_update(no_key=True, of=("self",)).filter(pk=job_id).first()
        if job is None or job.state not in (State.CHECKING, State.RUNNING):
            return None
        if job.attempts >= ATTEMPTS:
            with translation.override(job.language or settings.LANGUAGE_CODE):
                problem = _(
                    "An error stopped this import after %(n)d rows. What was taken in stays; an admin finds the error in the log."
                )
                _fail(job, clock, problem % {"n": job.done})
            return None
        if job.state == State.CHECKING:
            # A check begins anew: what it remembers of earlier rows stands nowhere.
            job.refused_rows.all().delete()
            job.done, job.summary = 0, {"counts": {}}
        job.attempts, job.touched_at = job.attempts + 1, clock()
        job.save(update_fields=["attempts", "touched_at", "done", "summary"])
    return ImportJob.objects.select_related("by__role", "by__department").get(pk=job_id)


def _fail(job, clock, problem):
    ImportJob.objects.filter(pk=job.pk).update(state=State.FAILED, problem=problem, finished_at=clock())


def _finish(job, terms, clock, table, importer):
    """The last step, once: two workers that both came to the end tell it once."""
    done = State.DONE if job.state == State.RUNNING else State.READY
    with transaction.atomic():
        row = ImportJob.objects.select_for_update(no_key=True).get(pk=job.pk)
        row.summary["columns"] = [name for name in table.columns if name and name not in OURS]
        row.summary["notes"] = table.notes
        row.summary["new_values"] = importer.new_values()
        row.save(update_fields=["summary"])
        if not ImportJob.objects.filter(pk=job.pk, state=job.state).update(state=done, finished_at=clock()):
            return
        if done == State.DONE:
            _tell(job.kind, terms, ImportJob.objects.values_list("summary", flat=True).get(pk=job.pk)["counts"])


# --- what happens by itself ---------------------------------------------------------------------------
def unfinished(*, at):
    """Jobs that somebody must take up again: their message was lost, or their worker."""
    silent = Q(touched_at__lt=at - SILENT) | Q(touched_at=None, at__lt=at - SILENT)
    return list(
        ImportJob.objects.filter(silent, state__in=[State.CHECKING, State.RUNNING]).values_list("pk", flat=True)
    )


def forget_old(*, at):
    """Uploaded files hold personal data: after a while only the figures stay. Returns how many were removed."""
    old = ImportJob.objects.filter(at__lt=at - timedelta(days=settings.IMPORT_KEPT_DAYS)).exclude(file="")
    old = old.exclude(state__in=[State.CHECKING, State.RUNNING])
    for job in old:
        job.file.delete(save=False)
        job.refused_rows.all().delete()
        job.summary.pop("first", None)
        job.summary.pop("later", None)
        job.summary.pop("checked", None)
        job.save(update_fields=["file", "summary"])
    return len(old)
