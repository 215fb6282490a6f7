"""Remedial plans pass on when somebody leaves: plans, decisions and tasks (rows M9, Ne9, M16)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.notices.domain.notify import tell
from customers.domain.access import guards
from service.models import PlanTask, RemedialPlan
from service.rules.remedial_steps import CLOSED, DECISIONS, DRAFT_REVIEW, OPEN, text_of

from . import access, telling
from .deciding import set_responsible
from .lock import locked_row, note
from .tasks import hand_out


def plans() -> QuerySet[RemedialPlan]:
    """Open ones, and closed ones that may open again."""
    return RemedialPlan.objects.filter(step__in=(*OPEN, CLOSED), proven_at=None)


def decisions() -> QuerySet[RemedialPlan]:
    """Those that wait to be reviewed or approved."""
    return RemedialPlan.objects.filter(step__in=DECISIONS)


def tasks() -> QuerySet[PlanTask]:
    """Those that are not done."""
    return PlanTask.objects.filter(done_at=None)


def _each(rows: QuerySet[RemedialPlan]) -> Iterator[RemedialPlan]:
    for pk in list(rows.order_by("customer_id", "pk").values_list("pk", flat=True)):
        with transaction.atomic():
            yield locked_row(pk)


def pass_plans(*, leaver: User, to: User, by: User | None, at: datetime) -> int:
    """To the one who takes over, where they draft plans; else nobody is responsible, and who reviews is told."""
    person = to if access.drafts(to) else None
    count = 0
    for plan in _each(plans().filter(responsible=leaver)):
        set_responsible(plan, person, by=by, at=at)
        count += 1
    if count and person is None:
        url = f"{reverse('service:remedial')}?tab=open"
        tell(
            access.people_with(access.right_at(DRAFT_REVIEW)),
            "remedial_left",
            at=at,
            url=url,
            person=str(leaver),
            n=count,
        )
    return count if person else 0


def pass_decisions(*, leaver: User, to: User, by: User | None, at: datetime) -> int:
    """Each to the next who may decide it; who only moved and still may keeps it."""
    count = 0
    for plan in _each(decisions().filter(holder=leaver)):
        if leaver.is_active and may(leaver, access.right_at(plan.step)):
            continue
        without = access.writers(plan, text_of(plan.step)) | {leaver.pk}
        person = access.decider_at(plan.step, without)
        plan.holder, plan.changed_at = person, at
        plan.save(update_fields=["holder", "changed_at"])
        note(plan, by=by, at=at, action="remedial.passed_on", changes={"holder": [leaver, person]})
        telling.turn(plan, by=None, at=at)
        count += person is not None
    return count


def pass_tasks(*, leaver: User, to: User, by: User | None, at: datetime) -> int:
    """To the one who takes over; where the customer's file stays closed to them, to whoever is responsible for the plan."""
    count = 0
    for plan in _each(RemedialPlan.objects.filter(pk__in=tasks().filter(person=leaver).values("plan"))):
        closed = guards(to, plan.customer, plan.customer.ownership_or_none) == "closed"
        person = (plan.responsible or to) if closed else to
        for task in tasks().filter(plan=plan, person=leaver):
            task.person, task.department_id = person, person.department_id
            if task.handed_at is not None:
                hand_out(task, plan, by, at)
            else:
                task.save()
            note(plan, by=by, at=at, action="remedial.passed_on", changes={"person": [leaver, person]})
            count += 1
    return count


def give_plans_back(*, leaver: User, ids: list[int], moment: datetime, by: User, at: datetime) -> set[int]:
    """The account is open again: plans that are still to be done are theirs again."""
    back = set()
    for plan in _each(plans().filter(pk__in=ids)):
        set_responsible(plan, leaver, by=by, at=at)
        back.add(plan.pk)
    return back
