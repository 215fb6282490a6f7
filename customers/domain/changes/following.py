"""What follows from a major change: the file's review at once, a task for the person who decides the rest (row M6).

No verb asks for a grade, a key-customer status or a hold out of turn: what decides about them are tasks.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from activities.models import Task
from activities.models.choices import Closed
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.time import at_hour, local_date, minute
from crm_project.notices.domain.notify import tell
from customers.domain.reviews import stored
from customers.models import Follow, MajorChange, Ownership, ReviewDate

TASK_DAYS, TASK_HOUR = 7, 17
# The right by which somebody decides, and from which level of a role; the nearest person upwards is asked.
DECIDES = {Follow.GRADE: ("rating.manage", 1), Follow.KEY: ("request.decide", 1), Follow.HOLD: ("payment.record", 0)}


def about(row: MajorChange, code: str) -> str:
    """How a task says from which change it follows, and as what."""
    return f"{code}:{row.pk}"


def _all(row: MajorChange) -> list[str]:
    return [about(row, code) for code in DECIDES]


def tasks_of(rows: Collection[MajorChange]) -> "QuerySet[Task]":
    """The tasks that follow from these changes."""
    return (
        Task.objects.filter(about__in=[one for row in rows for one in _all(row)])
        .select_related("assignee")
        .order_by("pk")
    )


def follow(row: MajorChange, codes: Collection[str], ownership: Ownership | None, by: User, at: datetime) -> None:
    """Start what was chosen, inside the caller's transaction."""
    if Follow.REVIEW in codes:
        _make_due(row, at)
    department = ownership.department if ownership else row.customer.department
    for code, (right, level) in DECIDES.items():
        if code in codes and (person := decider(department, level, right)) is not None:
            _give_task(row, code, person, by, at)


def _make_due(row: MajorChange, at: datetime) -> None:
    """The review is due today, or stays overdue since an earlier day; the next review puts the date right."""
    today = local_date(at)
    known, _new = ReviewDate.objects.get_or_create(customer=row.customer)
    if known.chosen_on is None or known.chosen_on > today:
        known.chosen_on = today
        known.save(update_fields=["chosen_on"])
    stored.refresh([row.customer_id], at=at)


def _give_task(row: MajorChange, code: Follow, person: User, by: User, at: datetime) -> None:
    with translation.override(person.language or settings.LANGUAGE_CODE):
        title = f"{code.label}: {row.kind}"[:160]
    task = Task.objects.create(
        customer=row.customer,
        about=about(row, code),
        title=title,
        note=row.text,
        due_at=at_hour(local_date(at) + timedelta(days=TASK_DAYS), TASK_HOUR),
        assignee=person,
        created_by=by,
        created_at=at,
    )
    log.record(by=by, action="task.planned", at=at, subject=task, customer_id=row.customer_id)
    if person.pk != by.pk:
        url, due = reverse("activities:tasks"), minute(task.due_at)
        tell([person], "task_given", at=at, url=url, title=title, person=str(by), due=due)


def pass_on(old: MajorChange, new: MajorChange) -> None:
    """What was asked because of an entry now follows from the one that corrects it."""
    for code in DECIDES:
        Task.objects.filter(about=about(old, code)).update(about=about(new, code))


def close_tasks(row: MajorChange, at: datetime) -> list[User]:
    """The entry is void: its open tasks are closed; whose they were."""
    rows = list(Task.objects.filter(about__in=_all(row), done_at=None).select_related("assignee"))
    Task.objects.filter(pk__in=[task.pk for task in rows]).update(
        done_at=at, closed_because=Closed.VOID, reminded_at=at
    )
    return [task.assignee for task in rows]
