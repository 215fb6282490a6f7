"""What the timetable does with remedial plans: remind, tell of late ones, reopen, prove; each once (row M16)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from crm_project.lib.time import minute
from crm_project.notices.domain.notify import tell
from service.domain.targets.versions import targets_at
from service.models import PlanTask, RemedialPlan
from service.rules.clock import LATE, NONE, REMIND
from service.rules.remedial_clock import Reading
from service.rules.remedial_steps import CLOSED, DRAFT_REVIEW, EXECUTION

from . import access, stored, telling, watching

AT_ONCE = 100


def run(*, at: datetime) -> int:
    """Everything whose time has come; a killed run is finished by the next, and nobody hears twice. How many were told of."""
    reopened = watching.reopen_relapsed(at=at)
    return reopened + _plans(at) + _tasks(at)


def _plans(at: datetime) -> int:
    told, calendar = 0, targets_at(at)
    while True:
        with transaction.atomic():
            rows = list(
                RemedialPlan.objects.filter(next_at__lte=at)
                .select_for_update(no_key=True, skip_locked=True, of=("self",))
                .select_related(*access.NEAR)
                .order_by("next_at", "pk")[:AT_ONCE]
            )
            if not rows:
                return told
            closed = [plan for plan in rows if plan.step == CLOSED]
            told += sum(watching.prove(plan, at=at) for plan in closed)
            waiting = [plan for plan in rows if plan.step != CLOSED]
            readings = stored.settle_plans(waiting, at, calendar, told=True)
            RemedialPlan.objects.bulk_update(waiting, stored.STORED)
            managers = list(access.people_with(access.right_at(DRAFT_REVIEW)).values_list("pk", flat=True))
            for plan in waiting:
                told += _tell_plan(plan, readings[plan.pk], managers, at)


def _tell_plan(plan: RemedialPlan, reading: Reading | None, managers: list[int], at: datetime) -> int:
    outcome = reading.outcome(at) if reading else NONE
    if reading is None or outcome == NONE:
        return 0
    # While departments are at work, the responsible person sees to it that they are.
    holder = plan.responsible if plan.step == EXECUTION else plan.holder
    people = telling.with_stand_in(holder, at)
    key, url = f"remedial:{plan.pk}:{plan.turn}:{outcome}", telling.page(plan)
    said = telling.names(plan) | {"due": minute(reading.due)}
    if outcome == REMIND:
        tell(people, "remedial_remind", at=at, url=url, key=key, **said)
    else:
        tell([*people, *managers], "remedial_late", at=at, url=url, key=key, person=str(holder or ""), **said)
    return 1


def _tasks(at: datetime) -> int:
    told, calendar = 0, targets_at(at)
    near = ("person", "plan__responsible", "plan__customer")
    while True:
        with transaction.atomic():
            rows = list(
                PlanTask.objects.filter(Q(next_at__lte=at), done_at=None)
                .select_for_update(no_key=True, skip_locked=True, of=("self",))
                .select_related(*near)
                .order_by("next_at", "pk")[:AT_ONCE]
            )
            if not rows:
                return told
            readings = stored.settle_tasks(rows, at, calendar, told=True)
            PlanTask.objects.bulk_update(rows, stored.STORED)
            for task in rows:
                told += _tell_task(task, readings[task.pk], at)


def _tell_task(task: PlanTask, reading: Reading | None, at: datetime) -> int:
    outcome = reading.outcome(at) if reading else NONE
    if outcome == NONE:
        return 0
    people, url = telling.with_stand_in(task.person, at), reverse("service:remedial_task", args=[task.pk])
    key = f"remedial-task:{task.pk}:{task.handovers}:{task.due_on}:{outcome}"
    said = {"what": task.what[:200], "day": task.due_on.isoformat(), "customer": task.plan.customer.name}
    if outcome == LATE:
        tell(people, "remedial_task_late", at=at, url=url, key=key, person=str(task.person), **said)
        seen = set(telling.with_stand_in(task.plan.responsible, at)) - set(people)
        page = telling.page(task.plan)
        tell(seen, "remedial_task_late", at=at, url=page, key=key, person=str(task.person), **said)
    else:
        tell(people, "remedial_task_remind", at=at, url=url, key=key, **said)
    return 1
