"""What other departments do: tasks given out, proven, given back, and the feedback to service (row M16)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.core.files.base import File
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from crm_project.accounts.domain.absence import acts_for
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.file_kinds import check_files
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import local_date
from crm_project.lib.upload_transaction import UploadTransaction
from customers.domain.access import guards
from service.domain.targets.versions import targets_at
from service.models import PlanFile, PlanTask, RemedialPlan
from service.models.choices import Move
from service.rules.remedial_steps import EXECUTION, FEEDBACK, HANDING_OVER, REPORT

from . import stored, telling
from .lock import locked_plan, move_to, note


def set_task(
    *, plan_id: int, what: str, person: User, due_on: date, by: User, at: datetime, task_id: int | None = None
) -> PlanTask:
    """Give somebody a task, or change one that is not done. While departments are at work it is handed out at once.

    Refuses with code what, past (a day that is over), person (left, or the customer's file stays closed to them), done.
    """
    if not what.strip():
        raise Refused(_("Say what is to be done."), code="what", field="what")
    with locked_plan(plan_id, by, "set_task", at) as plan:
        task = _open_task(plan, task_id) if task_id else PlanTask(plan=plan, round=plan.round, set_by=by, set_at=at)
        if due_on < local_date(at) and due_on != (task.due_on if task_id else None):
            raise Refused(_("This day is over: choose another."), code="past", field="due_on")
        _check_person(plan, person)
        before = {"task": task.what, "person": str(task.person), "due_on": task.due_on} if task_id else {}
        former = task.person if task_id and task.handed_at and task.person_id != person.pk else None
        moved = bool(task_id) and (task.person_id != person.pk or task.due_on != due_on)
        task.what, task.person, task.department_id, task.due_on = what.strip(), person, person.department_id, due_on
        if former is not None:
            telling.taken_back(task, plan, former, by=by, at=at)
            task.handed_at = task.next_at = task.due_at = None
        if plan.step == EXECUTION and (moved or not task_id) or task.handed_at is not None:
            hand_out(task, plan, by, at)
        else:
            task.save()
        after = {"task": task.what, "person": str(task.person), "due_on": task.due_on}
        note(plan, by=by, at=at, action="remedial.task_set", changes=log.differences(before, after))
        return task


def drop_task(*, plan_id: int, task_id: int, by: User, at: datetime) -> RemedialPlan:
    """Take back a task that is not done. Refuses with code last the only one while departments are at work, with code proof one that
    was done before: its proof would be lost (Ne2).
    """
    with locked_plan(plan_id, by, "set_task", at) as plan:
        task = _open_task(plan, task_id)
        if task.proof or task.files.exists():
            raise Refused(_("It was done once, and its proof is kept: change it instead."), code="proof")
        if plan.step == EXECUTION and not _of_round(plan).exclude(pk=task.pk).exists():
            raise Refused(_("It is the only task: change it, or send the plan back."), code="last")
        note(plan, by=by, at=at, action="remedial.task_dropped", changes={"task": [task.what, None]})
        if task.handed_at is not None:
            telling.taken_back(task, plan, task.person, by=by, at=at)
        task.delete()
        return _fed_back_if_done(plan, by=by, at=at)


def hand_over(*, plan_id: int, by: User, at: datetime) -> RemedialPlan:
    """Hand the tasks to the departments. Refuses with code tasks without one, with code past where a day is over."""
    with locked_plan(plan_id, by, "hand_over", at) as plan:
        rows = list(_of_round(plan).select_related("person"))
        if not rows:
            raise Refused(_("Give at least one task to somebody first."), code="tasks")
        for task in rows:
            if task.done_at is None and task.due_on < local_date(at):
                raise Refused(
                    _("The day of “%(what)s” is over: give it another.") % {"what": task.what[:80]}, code="past"
                )
        move_to(plan, EXECUTION, Move.HANDED_OVER, by=by, at=at, action="remedial.handed_over")
        for task in rows:
            if task.done_at is None:
                _check_person(plan, task.person)
                hand_out(task, plan, by, at)
        return _fed_back_if_done(plan, by=by, at=at)


def finish_task(*, task_id: int, proof: str, by: User, at: datetime, uploads: Sequence[File] = ()) -> PlanTask:
    """Say what was done, in words, files or both. The last one brings the plan back to service.

    Refuses with code proof without any, with codes many and file as files do, with code yours whoever's task it is not, with code
    done one that is done.
    """
    check_files(uploads)
    if not proof.strip() and not uploads:
        raise Refused(_("Prove it: say what was done, or attach a file that shows it."), code="proof", field="proof")
    plan_id = PlanTask.objects.values_list("plan_id", flat=True).get(pk=task_id)
    with UploadTransaction() as storage, locked_plan(plan_id, by, "do_task", at) as plan:
        task = _own_task(plan, task_id, by, at)
        task.proof, task.done_by, task.done_at, task.returned = proof.strip(), by, at, ""
        task.next_at = task.due_at = None
        task.save()
        for upload in uploads:
            storage.keep(PlanFile(task=task, by=by, at=at), upload)
        telling.task_over(task, task.person, by=by, at=at)
        note(plan, by=by, at=at, action="remedial.task_done", changes={"task": [None, task.what]})
        _fed_back_if_done(plan, by=by, at=at)
        return task


def note_download(*, row: PlanFile, by: User, at: datetime) -> None:
    """Who took which proof out (Na8)."""
    note(row.task.plan, by=by, at=at, action="remedial.downloaded", reason=row.name)


def return_task(*, task_id: int, reason: str, by: User, at: datetime) -> PlanTask:
    """Give a task back to service with the reason: the plan stands at handing out again, the others go on with theirs."""
    reason = given(reason, _("Say why you give it back."))
    plan_id = PlanTask.objects.values_list("plan_id", flat=True).get(pk=task_id)
    with locked_plan(plan_id, by, "return_task", at) as plan:
        task = _own_task(plan, task_id, by, at)
        task.returned, task.handed_at, task.next_at, task.due_at = reason, None, None, None
        task.save()
        move_to(plan, HANDING_OVER, Move.SENT_BACK, by=by, at=at, action="remedial.sent_back", reason=reason)
        telling.sent_back(plan, reason, by=by, at=at)
        return task


def accept(*, plan_id: int, by: User, at: datetime) -> RemedialPlan:
    """The feedback is good: the report is to be written. Refuses with code proof where a task has none."""
    with locked_plan(plan_id, by, "accept", at) as plan:
        check_proven(plan)
        return move_to(plan, REPORT, Move.ACCEPTED, by=by, at=at, action="remedial.accepted")


def check_proven(plan: RemedialPlan) -> None:
    """Refuse with code proof while a task is not done, or has neither words nor files."""
    files = Exists(PlanFile.objects.filter(task=OuterRef("pk")))
    proven = PlanTask.objects.filter(plan=plan, done_at__isnull=False).exclude(~files, proof="")
    missing = PlanTask.objects.filter(plan=plan).exclude(pk__in=proven).first()
    if missing is not None:
        raise Refused(
            _("“%(what)s” has no proof yet: send the plan back to the departments.") % {"what": missing.what[:80]},
            code="proof",
        )


def reopen_tasks(plan: RemedialPlan, to: str, ids: Collection[int], reason: str, by: User, at: datetime) -> None:
    """What sending a locked plan back does to its tasks: those chosen are to be done again, at once where departments work on, else
    when tasks are handed out; the proof stays until there is another. Before that step nobody has a task.

    Refuses with code tasks where departments would have nothing to do.
    """
    rows = PlanTask.objects.filter(plan=plan).select_related("person")
    chosen = list(rows.filter(pk__in=ids, done_at__isnull=False)) if to in (HANDING_OVER, EXECUTION) else []
    if to == EXECUTION and not chosen:
        raise Refused(
            _("Choose which tasks are to be done again, or send it back to “Handing out tasks” for new ones."),
            code="tasks",
            field="again",
        )
    for task in chosen:
        task.done_at, task.done_by, task.returned, task.round = None, None, reason, plan.round
        task.due_on = max(task.due_on, local_date(at))
        if to == EXECUTION:
            hand_out(task, plan, by, at)
        else:
            task.handed_at = None
            task.save()
    if to not in (HANDING_OVER, EXECUTION):
        for task in rows.filter(done_at=None, handed_at__isnull=False):
            task.handed_at = task.next_at = task.due_at = None
            task.save()
            telling.taken_back(task, plan, task.person, by=by, at=at)


def _of_round(plan: RemedialPlan) -> QuerySet[PlanTask]:
    return PlanTask.objects.filter(plan=plan, round=plan.round)


def _open_task(plan: RemedialPlan, task_id: int) -> PlanTask:
    task = PlanTask.objects.select_related("person").filter(plan=plan, pk=task_id).first()
    if task is None:
        raise Refused(_("This task no longer exists: reload the page."), code="gone")
    if task.done_at is not None:
        raise Refused(_("This task is done already: reload the page."), code="done")
    return task


def _own_task(plan: RemedialPlan, task_id: int, by: User, at: datetime) -> PlanTask:
    task = _open_task(plan, task_id)
    if task.handed_at is None or not acts_for(by, task.person, local_date(at)):
        raise Refused(_("This is a task of %(person)s: ask them or service.") % {"person": task.person}, code="yours")
    return task


def _check_person(plan: RemedialPlan, person: User) -> None:
    if not person.is_active:
        raise Refused(
            _("%(person)s has left: choose somebody else.") % {"person": person}, code="person", field="person"
        )
    if guards(person, plan.customer, plan.customer.ownership_or_none) == "closed":
        raise Refused(
            _("The customer's file is restricted, and %(person)s may not open it: choose somebody else.")
            % {"person": person},
            code="person",
            field="person",
        )


def hand_out(task: PlanTask, plan: RemedialPlan, by: User | None, at: datetime) -> None:
    """Bring a task of a locked plan to whoever has it now."""
    task.handed_at, task.handovers = at, task.handovers + 1
    stored.settle_tasks([task], at, targets_at(at))
    task.save()
    telling.handed_out(task, plan, by=by, at=at)


def _fed_back_if_done(plan: RemedialPlan, *, by: User, at: datetime) -> RemedialPlan:
    if plan.step == EXECUTION and not _of_round(plan).filter(done_at=None).exists():
        move_to(plan, FEEDBACK, Move.FED_BACK, by=by, at=at, action="remedial.fed_back")
        telling.turn(plan, by=by, at=at)
    return plan
