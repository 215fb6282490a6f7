"""Tasks that a host gives to others for a reception: tasks like all others, withdrawn with it (row M11)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse

from activities.domain.tasks import plan_task
from activities.models import Reception, Task
from activities.models.choices import Closed, TaskKind
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.notices.domain.notify import tell

from .checking import Given

DAY = timedelta(days=1)


def open_tasks(row: Reception) -> list[Task]:
    """Those that are still to be done, the next due first."""
    return list(row.tasks.filter(done_at=None).select_related("assignee").order_by("due_at", "pk"))


def arrange_tasks(row: Reception, wanted: Sequence[Given], *, by: User, at: datetime) -> None:
    """Have the open tasks be these: those that are there already stay, others are withdrawn, new ones given."""
    left = list(wanted)
    needless = []
    for task in open_tasks(row):
        same = next((one for one in left if _same(one, task)), None)
        if same is None:
            needless.append(task)
        else:
            left.remove(same)
    withdraw(needless, row, by=by, at=at)
    for one in left:
        before = one.due_at - DAY
        fields = {
            "title": one.what.strip()[:160],
            "kind": TaskKind.TASK,
            "customer": row.customer,
            "due_at": one.due_at,
            "remind_at": before if before > at else one.due_at,
            "assignee": one.assignee,
        }
        row.tasks.add(plan_task(by=by, at=at, fields=fields))


def _same(one: Given, task: Task) -> bool:
    """The form shows times to the minute."""
    apart = abs((one.due_at - task.due_at).total_seconds())
    return one.what.strip()[:160] == task.title and one.assignee.pk == task.assignee_id and apart < 60


def withdraw(tasks: Sequence[Task], row: Reception, *, by: User | None, at: datetime, told: bool = True) -> None:
    """Close tasks that the reception needs no longer; their people are told."""
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(
        done_at=at, reminded_at=at, closed_because=Closed.RECEPTION
    )
    log.record_many(
        [
            log.entry(
                by=by,
                action="task.closed",
                at=at,
                subject=task,
                customer_id=task.customer_id,
                changes={"closed_because": [None, str(Closed.RECEPTION)]},
            )
            for task in tasks
        ]
    )
    for task in tasks if told else ():
        if by is None or task.assignee_id != by.pk:
            url = reverse("activities:tasks")
            tell([task.assignee_id], "task_withdrawn", at=at, url=url, title=task.title)
