"""Reviewing and approving, sending back, cancelling, and who is responsible (row M16)."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused, given
from service.models import RemedialPlan
from service.models.choices import Move
from service.rules.remedial_steps import CANCELLED, CLOSED, STAFF, TURNS, after, earlier, text_of

from . import access, tasks, telling
from .lock import locked_plan, move_to, note
from .writing import latest


def approve(*, plan_id: int, by: User, at: datetime, seen: str, reason: str = "") -> RemedialPlan:
    """Say yes at the step that was seen: it goes one on, after the last approval it is filed and closed.

    Refuses with code status where somebody was faster, denied, own, proof (a task without one), nobody.
    """
    with locked_plan(plan_id, by, "approve", at, seen=seen) as plan:
        text, following = latest(plan, text_of(plan.step)), after(plan.step)
        if following == CLOSED:
            tasks.check_proven(plan)
        move_to(
            plan, following, Move.APPROVED, by=by, at=at, action="remedial.approved", text=text, reason=reason.strip()
        )
        if following == CLOSED:
            telling.closed(plan, by=by, at=at)
        else:
            telling.turn(plan, by=by, at=at)
        return plan


def send_back(
    *, plan_id: int, to: str, reason: str, by: User, at: datetime, seen: str, again: Collection[int] = ()
) -> RemedialPlan:
    """Send it back to an earlier step. `again`: the tasks that are to be done again, where it goes back to the departments.

    Refuses with code reason, step (no earlier one), tasks (none chosen), and as `approve`.
    """
    reason = given(reason, _("Give the reason: the person it goes back to reads it."))
    with locked_plan(plan_id, by, "send_back", at, seen=seen) as plan:
        if to not in earlier(plan.step):
            raise Refused(_("Choose an earlier step."), code="step", field="to")
        tasks.reopen_tasks(plan, to, again, reason, by, at)
        move_to(plan, to, Move.SENT_BACK, by=by, at=at, action="remedial.sent_back", reason=reason)
        telling.sent_back(plan, reason, by=by, at=at)
        return plan


def cancel(*, plan_id: int, reason: str, by: User, at: datetime) -> RemedialPlan:
    """Not needed after all: a draft that was not closed before. Refuses with code reason without one."""
    reason = given(reason)
    with locked_plan(plan_id, by, "cancel", at) as plan:
        tasks.reopen_tasks(plan, CANCELLED, (), "", by, at)
        return move_to(plan, CANCELLED, Move.CANCELLED, by=by, at=at, action="remedial.cancelled", reason=reason)


def assign(*, plan_id: int, person: User, by: User, at: datetime) -> RemedialPlan:
    """Make another person of service responsible. Refuses with code staff whoever does not draft plans."""
    if not person.is_active or not access.drafts(person):
        raise Refused(
            _("%(person)s does not draft remedial plans: choose somebody of service.") % {"person": person},
            code="staff",
            field="person",
        )
    with locked_plan(plan_id, by, "assign", at) as plan:
        return set_responsible(plan, person, by=by, at=at)


def set_responsible(plan: RemedialPlan, person: User | None, *, by: User | None, at: datetime) -> RemedialPlan:
    """The same of a locked plan; None: nobody, as when somebody has left."""
    if plan.responsible_id == (person.pk if person else None):
        return plan
    changes = {"responsible": [plan.responsible, person]}
    plan.responsible, plan.changed_at = person, at
    if TURNS.get(plan.step) == STAFF:
        telling.turn_over(plan, plan.holder, by=by, at=at)
        plan.holder = person
    plan.save(update_fields=["responsible", "holder", "changed_at"])
    note(plan, by=by, at=at, action="remedial.assigned", changes=changes)
    if person is not None:
        telling.assigned(plan, by=by, at=at)
    return plan
