"""Beginning a remedial plan, writing its draft and its report, submitting them (row M16)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.domain.numbers import next_numbers
from service.domain.belonging import check_theirs
from service.models import OrderCause, PlanText, RemedialPlan, ServiceOrder
from service.models.choices import Move, Origin, TextKind
from service.rules.remedial_steps import DRAFT, PARTS, after

from . import access, telling
from .lock import locked_plan, move_to, note


def begin(
    *,
    customer_id: int,
    origin: str,
    subject: str,
    by: User,
    at: datetime,
    order: ServiceOrder | None = None,
    reference: str = "",
    cause: OrderCause | None = None,
    body: Mapping[str, str] | None = None,
) -> RemedialPlan:
    """Begin a plan as its responsible person. `reference`: which complaint, which visit; `body`: the draft as far as it is written.

    Refuses with code denied, gone, order (none, or of another customer), subject.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        if not access.may_begin(by, customer):
            raise Refused(
                _("Only service staff draft a remedial plan for “%(name)s”: ask them.") % {"name": customer.name},
                code="denied",
                field="customer",
            )
        if not subject.strip():
            raise Refused(_("Say in a few words what is to be put right."), code="subject", field="subject")
        if origin == Origin.ORDER and order is None:
            raise Refused(_("Choose the service order from which it begins."), code="order", field="order")
        check_theirs(customer.pk, order=order)
        plan = RemedialPlan(
            number=f"R-{next_numbers('remedial plan')[0]:06d}",
            customer=customer,
            origin=origin,
            order=order,
            reference=reference.strip(),
            cause=cause or (order.cause if order else None),
            subject=subject.strip(),
            responsible=by,
            begun_by=by,
            begun_at=at,
        )
        move_to(plan, DRAFT, Move.BEGUN, by=by, at=at, action="remedial.begun")
        _save(plan, TextKind.DRAFT, body or {}, by, at)
        return plan


def save_text(
    *, plan_id: int, body: Mapping[str, str], by: User, at: datetime, seen: str = "", cause: OrderCause | None = None
) -> PlanText:
    """Write the draft or the report, whichever its step asks for; with the draft the cause by which a relapse is recognised."""
    with locked_plan(plan_id, by, "write", at, seen=seen) as plan:
        text = _save(plan, plan.step, body, by, at)
        changes: dict[str, list[Any]] = {"version": [None, text.number]}
        if plan.step == DRAFT and plan.cause != cause:
            changes["cause"] = [plan.cause, cause]
            plan.cause = cause
        plan.changed_at = at
        plan.save(update_fields=["cause", "changed_at"])
        note(plan, by=by, at=at, action="remedial.written", changes=changes)
        return text


def submit(*, plan_id: int, by: User, at: datetime, seen: str = "") -> RemedialPlan:
    """Send the draft or the report to review. Refuses with code empty while a part of it is missing, with code nobody where no one
    else may review."""
    with locked_plan(plan_id, by, "submit", at, seen=seen) as plan:
        text = latest(plan, plan.step)
        if text is None or any(not text.body.get(part, "").strip() for part in PARTS[plan.step]):
            raise Refused(_("Something is still missing: fill in every part before you submit it."), code="empty")
        if text.submitted_at is None:
            text.submitted_at = at
            text.save(update_fields=["submitted_at"])
        move_to(plan, after(plan.step), Move.SUBMITTED, by=by, at=at, action="remedial.submitted", text=text)
        telling.turn(plan, by=by, at=at)
        return plan


def latest(plan: RemedialPlan, kind: str) -> PlanText | None:
    """The newest version of a text."""
    return PlanText.objects.filter(plan=plan, kind=kind).order_by("-number").first()


def _save(plan: RemedialPlan, kind: str, body: Mapping[str, str], by: User, at: datetime) -> PlanText:
    """The newest version where it is the writer's own and was not submitted, else a new one."""
    parts = {part: (body.get(part) or "").replace("\r\n", "\n").strip() for part in PARTS[kind]}
    text = latest(plan, kind)
    if text is None or text.submitted_at is not None or text.by_id != by.pk:
        number = text.number + 1 if text else 1
        return PlanText.objects.create(plan=plan, kind=kind, number=number, body=parts, by=by, at=at)
    text.body, text.at = parts, at
    text.save(update_fields=["body", "at"])
    return text
