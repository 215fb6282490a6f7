"""The stored due times of plans and tasks: they nominate, `rules.remedial_clock` decides (row M16)."""

from collections.abc import Sequence
from datetime import datetime

from service.models import PlanTask, RemedialPlan, StepDays
from service.rules import remedial_clock
from service.rules.remedial_clock import NONE, Reading
from service.rules.remedial_steps import OPEN
from service.rules.targets import Targets

AT_ONCE = 500
STORED = ("next_at", "due_at")
# Working days until somebody sets others.
STANDARD = {
    "draft": 3,
    "draft_review": 2,
    "draft_approval": 2,
    "handing_over": 2,
    "execution": 10,
    "feedback": 2,
    "report": 3,
    "report_review": 2,
    "report_approval": 2,
}


def version_at(at: datetime) -> StepDays | None:
    """The days that hold at a moment; None: the standard."""
    return StepDays.objects.filter(holds_from__lte=at).order_by("-holds_from", "-number").first()


def days_at(at: datetime) -> dict[str, int]:
    """{step: working days} that hold at a moment."""
    version = version_at(at)
    return remedial_clock.read(version.body) if version else STANDARD


def plan_reading(plan: RemedialPlan, days: dict[str, int], calendar: Targets) -> Reading | None:
    """How long its step may take; None where nothing is to be done."""
    if plan.step not in OPEN:
        return None
    return remedial_clock.step_reading(plan.step_since, days[plan.step], calendar.hours, calendar.remind_at)


def task_reading(task: PlanTask, calendar: Targets) -> Reading | None:
    """The same of a task; None until it is handed out, and once it is done."""
    if task.handed_at is None or task.done_at is not None:
        return None
    return remedial_clock.task_reading(task.handed_at, task.due_on, calendar.hours, calendar.remind_at)


def settle_plans(
    plans: Sequence[RemedialPlan], at: datetime, calendar: Targets, *, told: bool = False
) -> dict[int, Reading | None]:
    """Set anew when each plan changes by itself; the caller saves. A closed one is asked again when it has to have proven itself.

    What is to be told of is nominated at once, unless that was `told`, as with orders.
    """
    days = days_at(at)
    found = {plan.pk: plan_reading(plan, days, calendar) for plan in plans}
    for plan in plans:
        reading = found[plan.pk]
        plan.due_at = reading.due if reading else None
        plan.next_at = _next(reading, at, told) if reading else None if plan.proven_at else plan.watched_until
    return found


def settle_tasks(
    tasks: Sequence[PlanTask], at: datetime, calendar: Targets, *, told: bool = False
) -> dict[int, Reading | None]:
    """The same of tasks."""
    found = {task.pk: task_reading(task, calendar) for task in tasks}
    for task in tasks:
        reading = found[task.pk]
        task.due_at = reading.due if reading else None
        task.next_at = _next(reading, at, told) if reading else None
    return found


def _next(reading: Reading, at: datetime, told: bool) -> datetime | None:
    return reading.next_at(at) if told or reading.outcome(at) == NONE else at


def refresh_all(at: datetime, calendar: Targets) -> int:
    """All that are still to be done, in the order of their keys; the number of plans."""
    last, count = 0, 0
    while True:
        rows = list(
            RemedialPlan.objects.open().filter(pk__gt=last).select_for_update(no_key=True).order_by("pk")[:AT_ONCE]
        )
        if not rows:
            return count
        settle_plans(rows, at, calendar)
        RemedialPlan.objects.bulk_update(rows, STORED, batch_size=AT_ONCE)
        tasks = list(PlanTask.objects.filter(plan__in=rows, done_at=None, handed_at__isnull=False).order_by("pk"))
        settle_tasks(tasks, at, calendar)
        PlanTask.objects.bulk_update(tasks, STORED, batch_size=AT_ONCE)
        last, count = rows[-1].pk, count + len(rows)
