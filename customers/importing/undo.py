"""Undoing a whole import: asked for by the person who brought the file, carried out by a worker, batch by batch.

Each row is locked, checked and taken back in the transaction that marks it, so that it is safe to repeat, to interrupt and to
race with whoever claims, follows up or edits. Rows on which somebody has built since stay, and say why.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.database import bulk
from crm_project.lib.refused import Refused
from customers.models import ImportedRow, ImportJob

from .conditions import Conditions
from .kinds import every_kind, may_bring_history
from .noting import UNDONE, sources

State = ImportJob.State
AT_ONCE = 200


def undoable(job: ImportJob, user: User) -> bool:
    """Whether this person may undo this import now: their own, of a kind that they may still bring, with rows left to take back."""
    kind = every_kind().get(job.kind)
    return bool(
        kind
        and kind.undoing
        and job.by_id == user.pk
        and kind.open_to(user)
        and (not job.history or may_bring_history(user))
        and (job.state == State.DONE or job.state == State.FAILED and "at" in job.summary)
        and job.imported_rows.filter(undone_at=None, kept="").exists()
    )


def undo_import(*, job_id: int, by: User, at: datetime) -> ImportJob:
    """Have everything that this file brought taken back; a worker does it. Refuses with code gone, forbidden, state."""
    with transaction.atomic():
        job = ImportJob.objects.select_for_update(no_key=True, of=("self",)).filter(pk=job_id, by=by).first()
        if job is None:
            raise Refused(_("This import no longer exists."), code="gone")
        if job.state in (State.UNDOING, State.UNDONE):
            return job
        if not every_kind()[job.kind].open_to(by) or job.history and not may_bring_history(by):
            raise Refused(_("Your role can't import this type of file."), code="forbidden")
        if not undoable(job, by):
            raise Refused(_("There is nothing to undo: no row of this file was imported."), code="state")
        total = job.imported_rows.filter(undone_at=None, kept="").count()
        counts = job.summary.get("undo", {"undone": 0, "kept": 0})
        job.summary["undo"] = {**counts, "at": at.isoformat()}
        job.state, job.done, job.total, job.attempts, job.touched_at, job.problem = State.UNDOING, 0, total, 0, at, ""
        job.save(update_fields=["summary", "state", "done", "total", "attempts", "touched_at", "problem"])
        return job


def undo_rows(job: ImportJob, clock: Any) -> None:
    """Take back what is left of a job that is being undone."""
    kind = every_kind()[job.kind]
    assert kind.undoing is not None
    at = datetime.fromisoformat(job.summary["undo"]["at"])
    terms = Conditions(at=at, by=job.by, history=job.history, filename=job.filename)
    with translation.override(job.language or None):
        undoing = kind.undoing(terms, datetime.fromisoformat(job.summary["at"]))
        while _batch(job, undoing, terms, clock):
            pass


def _batch(job: ImportJob, undoing: Any, terms: Conditions, clock: Any) -> bool:
    """One batch; False when nothing is left, and the job is closed."""
    with transaction.atomic():
        row = ImportJob.objects.select_for_update(no_key=True, of=("self",)).get(pk=job.pk)
        if row.state != State.UNDOING:
            return False
        rows = list(ImportedRow.objects.filter(job=row, undone_at=None, kept="").order_by("-number")[:AT_ONCE])
        if not rows:
            _finish(row, undoing, terms, clock)
            return False
        customers = undoing.customers_of(rows)
        undoing.lock(set(customers.values()))
        kept = undoing.take_back(rows)
        back = [found for found in rows if found.pk not in kept]
        ImportedRow.objects.filter(pk__in=[found.pk for found in back]).update(undone_at=terms.at)
        stay = [found for found in rows if found.pk in kept]
        for found in stay:
            found.kept = kept[found.pk]
        ImportedRow.objects.bulk_update(stay, ["kept"])
        _note(undoing, back, customers, terms)
        counts = row.summary["undo"]
        counts["undone"], counts["kept"] = counts["undone"] + len(back), counts["kept"] + len(kept)
        row.done, row.touched_at, row.attempts = row.done + len(rows), clock(), 1
        row.save(update_fields=["summary", "done", "touched_at", "attempts"])
        return True


def _note(undoing: Any, rows: list[ImportedRow], customers: dict[int, int], terms: Conditions) -> None:
    """The audit of each entry says that the row is taken back: it can come in again."""
    same = log.entry(by=terms.by, action=UNDONE, at=terms.at, subject_type=undoing.subject.type)
    entries = [
        {
            "subject_id": str(row.subject_id),
            "subject_name": row.label,
            "customer_id": customers.get(row.subject_id),
            "changes": {},
            "reason": reason,
        }
        for row, reason in zip(rows, sources(terms, [row.number for row in rows]), strict=True)
    ]
    common = ("at", "actor_id", "action", "subject_type", "address", "request_id")
    bulk.insert(Entry, entries, **{name: getattr(same, name) for name in common})


def _finish(job: ImportJob, undoing: Any, terms: Conditions, clock: Any) -> None:
    counts = job.summary["undo"]
    counts["values"] = undoing.close(job)
    job.state, job.finished_at = State.UNDONE, clock()
    job.save(update_fields=["state", "finished_at", "summary"])
    log.record(
        by=terms.by,
        action="import.undone",
        at=terms.at,
        subject_type="import",
        subject_name=job.filename,
        changes={
            "kind": [None, job.kind],
            "unchanged": [None, counts["kept"]],
            "changed": [None, counts["undone"]],
        },
    )
