"""What every verb of remedial plans begins and ends with: lock, who may, at which step, the ledger, the record (row M16)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.domain import settings_store
from crm_project.accounts.domain.absence import acts_for
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import day_bounds, local_date
from service.company_settings import WATCH_DAYS
from service.domain.targets.versions import targets_at
from service.models import PlanMove, PlanText, RemedialPlan, ServiceOrder
from service.models.choices import Move
from service.rules.remedial_steps import CLOSED, DECISIONS, REVIEWER, STAFF, TURNS, VERBS, text_of

from . import access, stored, telling


@contextmanager
def locked_plan(plan_id: int, by: User, verb: str, at: datetime, *, seen: str = "") -> Iterator[RemedialPlan]:
    """A plan for a verb (`rules.remedial_steps`), its customer locked before it, around one transaction. `seen`: the step that the
    page showed.

    Refuses with code status a plan that stands elsewhere by now, with code denied whoever may not do it here, with code own
    whoever wrote what is to be decided.
    """
    with transaction.atomic():
        locked(RemedialPlan.objects.values_list("customer_id", flat=True).get(pk=plan_id))
        plan = locked_row(plan_id)
        if plan.step not in VERBS[verb] or (seen and plan.step != seen):
            raise Refused(
                _("%(number)s is at “%(step)s” by now: reload the page.")
                % {"number": plan.number, "step": plan.get_step_display()},
                code="status",
            )
        if verb not in ("do_task", "return_task"):
            _check(plan, by, verb, at)
        yield plan


def locked_row(plan_id: int) -> RemedialPlan:
    """The row itself; inside a transaction."""
    rows = RemedialPlan.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related(*access.NEAR).get(pk=plan_id)


def _check(plan: RemedialPlan, by: User, verb: str, at: datetime) -> None:
    if not access.may_do(by, plan, verb, at):
        raise Refused(_denied(plan, verb), code="denied")
    if (
        verb in ("approve", "send_back")
        and plan.step in DECISIONS
        and by.pk in access.writers(plan, text_of(plan.step))
    ):
        raise Refused(_("You wrote this yourself: somebody else reviews and approves it."), code="own")


def _denied(plan: RemedialPlan, verb: str) -> str:
    if verb == "assign":
        return _("Only who reviews remedial plans gives them to somebody.")
    if plan.step == CLOSED:
        return _("Only who approves remedial plans reopens a closed one.")
    person = plan.holder if plan.step in DECISIONS else plan.responsible
    if person is None:
        return _("Nobody is responsible for %(number)s: ask a service manager.") % {"number": plan.number}
    return _("%(number)s waits for %(person)s: ask them or their stand-in.") % {"number": plan.number, "person": person}


def stood_in_for(plan: RemedialPlan, by: User | None, person: User | None, at: datetime) -> User | None:
    """For whom somebody acts; None: for themselves."""
    if by is None or person is None or by.pk == person.pk or not acts_for(by, person, local_date(at)):
        return None
    return person


def note(
    plan: RemedialPlan,
    *,
    by: User | None,
    at: datetime,
    action: str,
    changes: Mapping[str, list[Any]] | None = None,
    reason: str = "",
) -> None:
    """Write it into the audit."""
    log.record(
        by=by,
        action=action,
        at=at,
        subject=plan,
        customer_id=plan.customer_id,
        changes=log.plain(changes or {}),
        reason=reason,
    )


def move_to(
    plan: RemedialPlan,
    step: str,
    kind: str,
    *,
    by: User | None,
    at: datetime,
    action: str,
    reason: str = "",
    text: PlanText | None = None,
    order: ServiceOrder | None = None,
) -> RemedialPlan:
    """Bring a locked plan to a step: whose turn it is, its due times, the ledger, the audit. Refuses with code nobody where no one
    may decide there."""
    if plan.turn:
        telling.turn_over(plan, plan.holder, by=by, at=at)
    before, late = plan.step if plan.turn else "", bool(plan.due_at and plan.due_at <= at)
    acted_for = stood_in_for(plan, by, plan.holder, at)
    plan.step, plan.step_since, plan.changed_at, plan.turn = step, at, at, plan.turn + 1
    # Who submits is in the ledger only after this.
    plan.holder = _holder(plan, {by.pk} if by and kind == Move.SUBMITTED else set())
    plan.closed_at = plan.watched_until = plan.proven_at = None
    if step == CLOSED:
        last = local_date(at) + timedelta(days=settings_store.value(WATCH_DAYS))
        plan.closed_at, plan.watched_until = at, day_bounds(last)[1]
    stored.settle_plans([plan], at, targets_at(at))
    plan.save()
    PlanMove.objects.create(
        plan=plan,
        turn=plan.turn,
        kind=kind,
        from_step=before,
        to_step=step,
        by=by,
        stood_in_for=acted_for,
        reason=reason,
        text=text,
        order=order,
        late=late,
        at=at,
    )
    note(plan, by=by, at=at, action=action, changes={"step": [before or None, step]}, reason=reason)
    return plan


def _holder(plan: RemedialPlan, wrote: set[int]) -> User | None:
    turn = TURNS.get(plan.step)
    if turn == STAFF:
        return plan.responsible
    if plan.step not in DECISIONS:
        return None
    person = access.decider_at(plan.step, wrote | access.writers(plan, text_of(plan.step)))
    if person is None:
        said = (
            _("Nobody else may review it: ask an admin to give somebody the right “Review remedial plans”.")
            if turn == REVIEWER
            else _("Nobody else may approve it: ask an admin to give somebody the right “Approve remedial plans”.")
        )
        raise Refused(said, code="nobody")
    return person
