"""The verbs of tasks and appointments: plan, change, done, remind (rows Z5, Nf12, Nc5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import FollowUp, Task
from activities.models.choices import FollowUpKind, TaskKind
from assignment.domain import deadlines
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.notices.domain.notify import tell
from crm_project.undo.domain.built_on import work_on
from customers.models import Collaborator

from . import follow_ups
from .access import assignees
from .vip_calls import check_vip

BATCH = 100
# After so long a silence (the worker was down) a reminder is old news.
STALE_DAYS = 30


def _check(by: User, fields: Mapping[str, Any], at: datetime) -> None:
    if not fields["title"].strip():
        raise Refused(_("Enter what needs to be done."), code="title", field="title")
    if fields.get("ends_at") and fields["ends_at"] <= fields["due_at"]:
        raise Refused(_("It ends before it begins: correct the times."), code="times", field="ends_at")
    if fields.get("remind_at") and fields["remind_at"] > fields["due_at"]:
        raise Refused(
            _("The reminder comes after the task is due: choose an earlier one."), code="remind", field="remind_at"
        )
    if not assignees(by).filter(pk=fields["assignee"].pk).exists():
        raise Refused(
            _("You can't assign tasks to %(person)s.") % {"person": fields["assignee"]},
            code="assignee",
            field="assignee",
        )
    customer = fields.get("customer")
    if customer is not None:
        check_vip(fields["assignee"], customer, customer.ownership_or_none, fields.get("kind"), at)


def plan_task(*, by: User, at: datetime, fields: Mapping[str, Any]) -> Task:
    """Note something to do or an appointment, for oneself or a colleague, who is told.

    `fields`: title, due_at, assignee and the optional columns of Task. Refuses with code title, times, remind, assignee.
    """
    with transaction.atomic():
        _check(by, fields, at)
        row = Task.objects.create(**fields, created_by=by, created_at=at)
        log.record(by=by, action="task.planned", at=at, subject=row, customer_id=row.customer_id)
        _tell_assignee(row, by, at)
        return row


def _tell_assignee(row: Task, by: User, at: datetime) -> None:
    if row.assignee_id != by.pk:
        tell(
            [row.assignee_id],
            "task_given",
            at=at,
            url=reverse("activities:tasks"),
            title=row.title,
            person=str(by),
            due=minute(row.due_at),
        )


def _locked(task_id: int, by: User) -> Task:
    row = (
        Task.objects.select_for_update(no_key=True, of=("self",)).select_related("assignee").filter(pk=task_id).first()
    )
    if row is None:
        raise Refused(_("This task no longer exists."), code="gone")
    if by.pk not in (row.assignee_id, row.created_by_id):
        raise Refused(
            _("This task belongs to %(person)s: only they or the person who gave it can change it.")
            % {"person": row.assignee},
            code="not_yours",
        )
    return row


def update_task(*, task_id: int, by: User, at: datetime, fields: Mapping[str, Any]) -> Task:
    """Change a task that one has or gave; a new reminder time reminds anew."""
    with transaction.atomic():
        row = _locked(task_id, by)
        _check(by, fields, at)
        changes = log.differences({name: getattr(row, name) for name in fields}, fields)
        if not changes:
            return row
        given = "assignee" in changes
        for name, value in fields.items():
            setattr(row, name, value)
        if given or "remind_at" in changes or "due_at" in changes:
            row.reminded_at = None
        row.save(update_fields=[*fields, "reminded_at"])
        log.record(by=by, action="task.changed", at=at, subject=row, customer_id=row.customer_id, changes=changes)
        if given:
            _tell_assignee(row, by, at)
        return row


def mark_task(*, task_id: int, by: User, at: datetime, ticked: bool) -> Task:
    """Mark a task done, or open it again."""
    with transaction.atomic():
        row = _locked(task_id, by)
        if (row.done_at is not None) == ticked:
            return row
        row.done_at, row.closed_because = at if ticked else None, ""
        # Nobody is reminded of what is done; what is opened again in time is.
        row.reminded_at = at if ticked or not row.remind_at or row.remind_at <= at else None
        row.save(update_fields=["done_at", "reminded_at", "closed_because"])
        log.record(
            by=by, action="task.done" if ticked else "task.reopened", at=at, subject=row, customer_id=row.customer_id
        )
        return row


def done_refusal(task_id: int, moment: datetime) -> str:
    """Why the mark set at this moment can't be taken off (any more), as a part of a sentence, or "". Reads only."""
    row = Task.objects.filter(pk=task_id).first()
    if row is None or row.done_at != moment:
        return _("has changed since")
    return work_on("task", task_id, after=moment)


def undo_done(*, task_id: int, moment: datetime, reminded_at: datetime | None, by: User, at: datetime) -> Task:
    """Take back the mark set at this moment: the task is as open as it was, with its reminder. Refuses with code moved_on."""
    with transaction.atomic():
        row = _locked(task_id, by)
        if row.done_at != moment:
            raise Refused(_("The task has changed since."), code="moved_on")
        row.done_at, row.closed_because, row.reminded_at = None, "", reminded_at
        row.save(update_fields=["done_at", "closed_because", "reminded_at"])
        log.record(by=by, action="task.reopened", at=at, subject=row, customer_id=row.customer_id)
        return row


# A finished task is written down as what it was.
_AS_FOLLOW_UP = {
    TaskKind.TASK: FollowUpKind.TASK,
    TaskKind.CALL: FollowUpKind.CALL_OUT,
    TaskKind.MEETING: FollowUpKind.MEETING,
    TaskKind.VISIT: FollowUpKind.VISIT_OUT,
}


def complete_task(*, task_id: int, by: User, at: datetime, result: str, counterpart: str = "") -> FollowUp:
    """Mark a task about a customer done and write its result down on the customer, where the policy may count it as contact (Z13).

    Refuses what `follow_ups.record` refuses, with code result where none is given.
    """
    with transaction.atomic():
        # The customer before the task, as everywhere.
        deadlines.lock(Task.objects.filter(pk=task_id, customer__isnull=False).values_list("customer_id", flat=True))
        row = _locked(task_id, by)
        if row.customer_id is None or row.done_at is not None:
            raise Refused(_("Only an open customer task can be completed with a result."), code="status")
        if not (result or "").strip():
            raise Refused(_("Enter the result."), code="result", field="result")
        kind = _AS_FOLLOW_UP[TaskKind(row.kind)]
        fields = {
            "kind": kind,
            "content": result.strip(),
            "purpose": row.title[:200],
            "counterpart": counterpart.strip(),
        }
        made = follow_ups.record_followup(customer_id=row.customer_id, by=by, at=at, fields=fields)
        mark_task(task_id=task_id, by=by, at=at, ticked=True)
        return made


def still_valid() -> Q:
    """Filter: a next contact is meant as long as its person works on the customer; every other task always."""
    helps = Collaborator.objects.filter(customer=OuterRef("customer"), user=OuterRef("assignee"), until__isnull=True)
    return Q(followup__isnull=True) | Q(customer__ownership__owner=F("assignee")) | Q(Exists(helps))


def remind_of_tasks(*, at: datetime) -> int:
    """Tell everybody of what is due for a reminder, once each; returns how many were told.

    Safe to run twice at once: whoever is slower passes over what the other has locked, and the notice's key is unique.
    """
    count = 0
    due = Task.objects.filter(done_at__isnull=True, reminded_at__isnull=True, remind_at__lte=at)
    while True:
        with transaction.atomic():
            ids = list(
                due.select_for_update(skip_locked=True, of=("self",))
                .order_by("remind_at", "id")
                .values_list("pk", flat=True)[:BATCH]
            )
            if not ids:
                return count
            meant = Task.objects.filter(
                still_valid(), pk__in=ids, assignee__is_active=True, remind_at__gt=at - timedelta(days=STALE_DAYS)
            )
            for row in meant.select_related("customer"):
                tell(
                    [row.assignee_id],
                    "task_due",
                    at=at,
                    key=f"task:{row.pk}:{int(cast(datetime, row.remind_at).timestamp())}",
                    title=row.title,
                    due=minute(row.due_at),
                    customer=row.customer.name if row.customer else "",
                    url=reverse("customers:detail", args=[row.customer_id])
                    if row.customer_id
                    else reverse("activities:tasks"),
                )
                count += 1
            Task.objects.filter(pk__in=ids).update(reminded_at=at)
