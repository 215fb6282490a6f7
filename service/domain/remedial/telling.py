"""Who hears of a remedial plan (rows M16, Nh3)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import over, tell
from service.models import PlanTask, RemedialPlan
from service.rules import remedial_steps as steps

from . import access

# What is told to whose turn it is, and of a task: over once it is done, by whomever.
TURN = (
    "remedial_to_review",
    "remedial_to_approve",
    "remedial_to_hand_out",
    "remedial_fed_back",
    "remedial_sent_back",
    "remedial_remind",
    "remedial_late",
)
TASK = ("remedial_task", "remedial_task_remind", "remedial_task_late")


def page(plan: RemedialPlan) -> str:
    """Its address."""
    return reverse("service:remedial_plan", args=[plan.pk])


def with_stand_in(person: User | None, at: datetime) -> list[int]:
    """The person, and their stand-in while they are away."""
    if person is None:
        return []
    if person.stand_in_id is None or not person.away_on(local_date(at)):
        return [person.pk]
    return [person.pk, person.stand_in_id]


def names(plan: RemedialPlan) -> dict[str, str]:
    """What every notice about a plan says."""
    return {"number": plan.number, "subject": plan.subject, "customer": plan.customer.name}


def _others(people: Iterable[int], by: User | None) -> set[int]:
    return {pk for pk in people if by is None or pk != by.pk}


def turn(plan: RemedialPlan, *, by: User | None, at: datetime) -> None:
    """Whose turn it is now, of a plan that went one step on."""
    people, url, said = _others(with_stand_in(plan.holder, at), by), page(plan), names(plan)
    if plan.step in (steps.DRAFT_REVIEW, steps.REPORT_REVIEW):
        tell(people, "remedial_to_review", at=at, url=url, **said)
    elif plan.step in (steps.DRAFT_APPROVAL, steps.REPORT_APPROVAL):
        tell(people, "remedial_to_approve", at=at, url=url, **said)
    elif plan.step == steps.HANDING_OVER:
        tell(people, "remedial_to_hand_out", at=at, url=url, **said)
    elif plan.step == steps.FEEDBACK:
        tell(people, "remedial_fed_back", at=at, url=url, **said)


def turn_over(plan: RemedialPlan, holder: User | None, *, by: User | None, at: datetime) -> None:
    """It waits for this holder, or whoever decided in their place, no longer; who reviews need not hear that it is late."""
    over([*with_stand_in(holder, at), by], TURN, url=page(plan), at=at)
    reviewers = access.people_with(access.right_at(steps.DRAFT_REVIEW)).values_list("pk", flat=True)
    over(reviewers, ("remedial_late",), url=page(plan), at=at)


def task_over(task: PlanTask, person: User, *, by: User | None, at: datetime) -> None:
    """The same of a task that is done or taken back."""
    over([*with_stand_in(person, at), by], TASK, url=_task_page(task), at=at)


def _task_page(task: PlanTask) -> str:
    return reverse("service:remedial_task", args=[task.pk])


def sent_back(plan: RemedialPlan, reason: str, *, by: User, at: datetime) -> None:
    """Whose turn it is again, and the responsible person."""
    people = _others([*with_stand_in(plan.holder, at), *with_stand_in(plan.responsible, at)], by)
    tell(people, "remedial_sent_back", at=at, url=page(plan), person=str(by), reason=reason, **names(plan))


def assigned(plan: RemedialPlan, *, by: User | None, at: datetime) -> None:
    """The person who is responsible now."""
    people = _others(with_stand_in(plan.responsible, at), by)
    tell(people, "remedial_assigned", at=at, url=page(plan), person=str(by or ""), **names(plan))


def handed_out(task: PlanTask, plan: RemedialPlan, *, by: User | None, at: datetime) -> None:
    """Who has a task now, with why it is to be done again where that is so."""
    tell(
        _others(with_stand_in(task.person, at), by),
        "remedial_task",
        at=at,
        url=_task_page(task),
        person=str(by or plan.responsible or ""),
        what=task.what[:200],
        day=task.due_on.isoformat(),
        reason=task.returned,
        customer=plan.customer.name,
    )


def taken_back(task: PlanTask, plan: RemedialPlan, person: User, *, by: User, at: datetime) -> None:
    """Whoever had a task that they have no longer, for now or for good."""
    said = {"person": str(by), "what": task.what[:200], "customer": plan.customer.name}
    task_over(task, person, by=None, at=at)
    tell(_others(with_stand_in(person, at), by), "remedial_task_withdrawn", at=at, **said)


def closed(plan: RemedialPlan, *, by: User, at: datetime) -> None:
    """Who worked on it, and the customer's owner."""
    held = plan.customer.ownership_or_none
    people = [plan.responsible_id, plan.begun_by_id, held.owner_id if held else None]
    tell(_others([pk for pk in people if pk], by), "remedial_closed", at=at, url=page(plan), **names(plan))


def reopened(plan: RemedialPlan, because: str, *, by: User | None, at: datetime) -> None:
    """The general manager, who reviews, and the responsible person."""
    people = [*with_stand_in(plan.responsible, at)]
    for right in (steps.DRAFT_APPROVAL, steps.DRAFT_REVIEW):
        people += access.people_with(access.right_at(right)).values_list("pk", flat=True)
    tell(people, "remedial_reopened", at=at, url=page(plan), because=because, **names(plan))


def proven(plan: RemedialPlan, *, at: datetime) -> None:
    """The responsible person and who approves."""
    approvers = access.people_with(access.right_at(steps.DRAFT_APPROVAL)).values_list("pk", flat=True)
    tell([plan.responsible_id, *approvers], "remedial_proven", at=at, url=page(plan), **names(plan))
