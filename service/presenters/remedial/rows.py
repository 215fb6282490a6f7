"""Remedial plans as rows of a list: where each stands, who has it, whether it is late (row M16)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crm_project.lib.time import day, minute
from service.models import PlanTask, RemedialPlan
from service.rules.remedial_steps import CLOSED, EXECUTION

from . import words

NEAR = ("customer", "responsible", "holder")


def rows(plans: Sequence[RemedialPlan], at: datetime) -> list[dict[str, Any]]:
    """[{plan, label, tone, who, since, due, late}]; one query for any number of plans loaded with NEAR."""
    working: dict[int, dict[str, bool]] = defaultdict(dict)
    at_work = [plan.pk for plan in plans if plan.step == EXECUTION]
    if at_work:
        tasks = PlanTask.objects.filter(plan__in=at_work, done_at=None, handed_at__isnull=False)
        for task in tasks.select_related("person"):
            late = bool(task.due_at and task.due_at <= at)
            working[task.plan_id][str(task.person)] = working[task.plan_id].get(str(task.person), False) or late
    out = []
    for plan in plans:
        label, tone = words.state(plan)
        people = working[plan.pk] if plan.step == EXECUTION else {}
        holder = str(plan.holder) if plan.holder else ""
        out.append(
            {
                "plan": plan,
                "label": label,
                "tone": tone,
                "who": _(", ").join(people) or holder,
                "since": minute(plan.step_since),
                "due": minute(plan.due_at) if plan.due_at else "",
                "until": day(plan.watched_until) if plan.step == CLOSED and not plan.proven else "",
                "late": bool(plan.due_at and plan.due_at <= at) or any(people.values()),
            }
        )
    return out
