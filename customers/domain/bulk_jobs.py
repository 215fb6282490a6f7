"""One action on many customers in the background: a batch a transaction, with what was refused and one undo for all (row Nd9)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from crm_project.accounts.domain import further_rights
from crm_project.accounts.models import User
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.undo.domain import actions
from customers.models import BulkJob, Customer, ListItem

from . import bulk
from .bulk import Outcome

State = BulkJob.State
AT_ONCE = 200  # customers up to which the answer waits for it
BATCH = 100
ATTEMPTS = 5
SILENT = timedelta(minutes=1)
KEPT = timedelta(days=30)
_VERBS: Mapping[str, Callable[..., list[Outcome]]] = {"transfer": bulk.transfer, "release": bulk.release}
_ROWS: Mapping[str, type[models.Model]] = {"to": User, "type": ListItem, "trade": ListItem}


def do(what: str, customers: Sequence[Customer], fields: Mapping[str, Any], *, by: User, at: datetime) -> list[Outcome]:
    """Transfer, release or classify these customers with the values of the form."""
    if what == "classify":
        return bulk.classify(customers, by=by, at=at, fields=fields)
    return _VERBS[what](customers, by=by, at=at, **fields)


def changed_values(outcomes: Sequence[Outcome]) -> JsonObject:
    """{customer: {column: [before, after]}} of those whose file was changed; keys of JSON are text."""
    return {str(o.customer.pk): o.values for o in outcomes if o.values}


def undo_arguments(what: str, done: Sequence[int], values: JsonObject) -> JsonObject:
    """What the undo needs: the values that were changed, or the customers it was `done` for; empty where nothing was changed."""
    name, changed = ("values", values) if what == "classify" else ("customer_ids", list(done))
    return {name: changed} if changed else {}


def start(
    *, what: str, customers: Sequence[Customer], fields: Mapping[str, Any], query: str, by: User, at: datetime
) -> BulkJob:
    """Note what is to be done with whom, for a worker."""
    return BulkJob.objects.create(
        what=what,
        ids=[c.pk for c in customers],
        fields={name: value.pk if isinstance(value, models.Model) else value for name, value in fields.items()},
        query=query,
        total=len(customers),
        by=by,
        at=at,
        touched_at=at,
        language=translation.get_language() or "",
    )


def mine(user: User) -> "models.QuerySet[BulkJob]":
    """What a person may look at: their own."""
    return BulkJob.objects.filter(by=user)


def unfinished(*, at: datetime) -> list[tuple[int, str]]:
    """(key, what) of those that nobody works on any more: the message was lost, or the worker."""
    silent = Q(touched_at__lt=at - SILENT) | Q(touched_at=None, at__lt=at - SILENT)
    return list(BulkJob.objects.filter(silent, state=State.RUNNING).values_list("pk", "what"))


def forget_old(*, at: datetime) -> int:
    """Remove what nobody looks at any more; how many. What was done stays in ledger and audit."""
    return BulkJob.objects.filter(at__lt=at - KEPT).delete()[0]


def run(job_id: int, *, undo_kind: str, clock: Callable[[], datetime]) -> None:
    """Do what is left, batch by batch; safe to repeat, also by two at once: the row of the job is locked for each batch."""
    job = BulkJob.objects.filter(pk=job_id, state=State.RUNNING).first()
    if job is None:
        return
    with translation.override(job.language or settings.LANGUAGE_CODE):
        if job.attempts >= ATTEMPTS:
            _close(job_id, undo_kind, clock, _("An error stopped this; an admin can find it in the log."))
            return
        BulkJob.objects.filter(pk=job_id).update(attempts=models.F("attempts") + 1, touched_at=clock())
        try:
            while _batch(job_id, clock):
                pass
        except Refused as refusal:
            _close(job_id, undo_kind, clock, refusal.sentence)
            return
        _close(job_id, undo_kind, clock)


def _open(job_id: int) -> BulkJob | None:
    rows = BulkJob.objects.select_for_update(no_key=True, of=("self",)).select_related("by__role", "by__department")
    return rows.filter(pk=job_id, state=State.RUNNING).first()


def _batch(job_id: int, clock: Callable[[], datetime]) -> bool:
    """The next customers, in one transaction with how far it is; whether there were any. Refuses what holds for all."""
    with transaction.atomic():
        job = _open(job_id)
        ids = job.ids[job.done : job.done + BATCH] if job else []
        if job is None or not ids:
            return False
        if not job.by.is_active:
            raise Refused(_("Your role does not allow this here."), code="forbidden")
        further_rights.end_due_of(job.by, at=clock())
        customers = list(Customer.objects.filter(pk__in=ids).select_related("department").order_by("pk"))
        outcomes = do(job.what, customers, _fields(job), by=job.by, at=job.at)
        job.refused += [[o.customer.pk, o.customer.name, o.said] for o in outcomes if o.said]
        job.values |= changed_values(outcomes)
        job.done += len(ids)
        job.attempts, job.touched_at = 1, clock()
        job.save(update_fields=["refused", "values", "done", "attempts", "touched_at"])
        return True


def _fields(job: BulkJob) -> dict[str, Any]:
    return {
        name: _ROWS[name]._default_manager.filter(pk=value).first() if value and name in _ROWS else value
        for name, value in job.fields.items()
    }


def _close(job_id: int, undo_kind: str, clock: Callable[[], datetime], problem: str = "") -> None:
    """Finish it; what was done can be undone as one."""
    with transaction.atomic():
        job = _open(job_id)
        if job is None:
            return
        refused = {pk for pk, _name, _why in job.refused}
        done = [pk for pk in job.ids[: job.done] if pk not in refused]
        if arguments := undo_arguments(job.what, done, job.values):
            job.undo = actions.remember(kind=undo_kind, by=job.by, at=job.at, arguments=arguments)
        job.state, job.problem, job.finished_at = State.FAILED if problem else State.DONE, problem, clock()
        job.save(update_fields=["undo", "state", "problem", "finished_at"])
