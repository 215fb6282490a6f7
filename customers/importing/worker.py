"""Checking a file and taking it in: by a worker for the pages, at once for the command line.

`done` counts the rows dealt with and is written in their own transaction: a worker that is killed leaves a true number, the
next one goes on behind it, and of two workers on the same job one gives way.
"""

import contextlib
import fcntl
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm_project.accounts.domain import further_rights
from crm_project.lib.refused import Refused
from customers.models import ImportJob

from .batches import import_batches
from .conditions import Conditions
from .files import Table
from .headings import vocabulary
from .kinds import every_kind
from .mapping import SAMPLES, suggest, whole
from .noting import notify_done
from .progress import Progress, Superseded
from .undo import undo_rows

State = ImportJob.State
ATTEMPTS = 3  # without getting any further


def save_file(table, kind, terms, *, write):
    """Take in a whole table for the command line; with `write` off, only tell what would happen."""
    report = import_batches(table, every_kind()[kind].begin(terms), write=write)
    if write:
        notify_done(kind, terms, report.counts)
    return report


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
    further_rights.end_due_of(job.by, at=clock())
    if job.state == State.UNDOING:
        undo_rows(job, clock)
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
        importer = every_kind()[job.kind].begin(terms)
        try:
            table = Table(job.file.path, job.filename, job.kind, known=vocabulary(job.kind), lenient=True)
            ImportJob.objects.filter(pk=job.pk).update(total=table.total)
            if not _assigned(job, table, clock):
                return
            import_batches(table, importer, write=writing, done=job.done, watch=Progress(job, clock))
        except Refused as refusal:
            _fail(job, clock, "\n".join(refusal.details.get("problems", [refusal.sentence])))
        except FileNotFoundError:
            _fail(job, clock, _("The file no longer exists: upload it again."))
        except Superseded:
            return
        else:
            _finish(job, terms, clock, table, importer)


def _assigned(job, table, clock):
    """Whether it is known which column each heading is; else the person who brought the file is asked."""
    columns = every_kind()[job.kind].headings
    found = {"headings": table.headings, "samples": table.samples(SAMPLES)}
    if not job.mapping:
        names, fixed = suggest(table.headings, job.kind, job.by)
        job.mapping = {"columns": names, "fixed": fixed}
        asks = not whole(names, fixed, columns)
    else:
        # Decided before, or to be asked still: a worker was killed in between.
        asks = not whole(job.mapping["columns"], job.mapping["fixed"], columns)
    with transaction.atomic():
        row = ImportJob.objects.select_for_update(no_key=True).get(pk=job.pk)
        row.summary["found"] = job.summary["found"] = found
        state = State.MAPPING if asks else job.state
        ImportJob.objects.filter(pk=job.pk, state=job.state).update(
            mapping=job.mapping, summary=row.summary, state=state, finished_at=clock() if asks else None
        )
    if not asks:
        table.assign(job.mapping)
    return not asks


def _begin(job_id, clock):
    """The job with one more attempt noted, or None where nothing is to be done."""
    with transaction.atomic():
        job = ImportJob.objects.select_for_update(no_key=True, of=("self",)).filter(pk=job_id).first()
        if job is None or job.state not in (State.CHECKING, State.RUNNING, State.UNDOING):
            return None
        if job.attempts >= ATTEMPTS and job.state == State.UNDOING:
            with translation.override(job.language or settings.LANGUAGE_CODE):
                problem = _("An error stopped the undo: undo again to continue, or ask an admin to look at the log.")
            ImportJob.objects.filter(pk=job.pk).update(state=State.DONE, problem=problem, finished_at=clock())
            return None
        if job.attempts >= ATTEMPTS:
            with translation.override(job.language or settings.LANGUAGE_CODE):
                problem = _(
                    "An error stopped this import after %(n)d rows. Imported rows stay; an admin can find the error in the log."
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
        row.summary["columns"] = [name for name in table.columns if name]
        row.summary["notes"] = table.notes
        row.summary["new_values"] = importer.new_values()
        row.summary["effects"] = importer.effects()
        row.save(update_fields=["summary"])
        if not ImportJob.objects.filter(pk=job.pk, state=job.state).update(state=done, finished_at=clock()):
            return
        if done == State.DONE:
            notify_done(job.kind, terms, ImportJob.objects.values_list("summary", flat=True).get(pk=job.pk)["counts"])
