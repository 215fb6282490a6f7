"""Sales plans: submitted by whoever sells, decided by the manager, added up by department beside what came of them (row Nf3)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm_project import catalogue
from crm_project.accounts.domain import access
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from deals.models import SalesPlan
from deals.models.choices import PlanStatus, Span
from deals.rules import request_kinds

FIELDS = ("amount", "new_customers", "visits", "note")
MONTHS: dict[str, int] = {Span.MONTH: 1, Span.QUARTER: 3}


def starts(span: str, day: date) -> date:
    """The first day of the month or quarter that `day` lies in."""
    return day.replace(day=1) if span == Span.MONTH else date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def after(span: str, start: date, periods: int = 1) -> date:
    """The first day of the period that many later."""
    n = start.year * 12 + start.month - 1 + MONTHS[span] * periods
    return date(n // 12, n % 12 + 1, 1)


def submit_plan(*, by: User, at: datetime, span: str, starts_on: date, fields: Mapping[str, Any]) -> SalesPlan:
    """Submit one's plan for a period, or submit it anew after it was sent back: the manager decides.

    Refuses with code period unless `starts_on` begins a month or quarter that is not over, status while it waits or once it is
    accepted, no_department.
    """
    with transaction.atomic():
        if by.department is None:
            raise Refused(_("A plan belongs to a department: ask an admin to assign you to one."), code="no_department")
        if starts(span, starts_on) != starts_on or after(span, starts_on) <= local_date(at):
            raise Refused(_("Choose a month or quarter that is not over."), code="period", field="starts_on")
        plan, made = SalesPlan.objects.select_for_update(of=("self",)).get_or_create(
            person=by,
            span=span,
            starts_on=starts_on,
            defaults={**fields, "department": by.department, "submitted_at": at},
        )
        if not made:
            if plan.status != PlanStatus.RETURNED:
                raise Refused(
                    _("You have submitted a plan for this period: it is %(status)s.")
                    % {"status": plan.get_status_display()},
                    code="status",
                )
            for name in FIELDS:
                setattr(plan, name, fields[name])
            plan.status, plan.submitted_at, plan.department = PlanStatus.WAITING, at, by.department
            plan.save()
        log.record(by=by, action="plan.submitted", at=at, subject=plan, changes={"amount": [None, str(plan.amount)]})
        ask(
            kind=request_kinds.SALES_PLAN,
            by=by,
            at=at,
            decider=decider(by.department, max(by.role.level if by.role else 0, 0) + 1, "request.decide", exclude=[by]),
            subject=str(plan),
            department=by.department,
            reason=plan.note,
            arguments={"plan_id": plan.pk},
            about=f"plan:{plan.pk}",
        )
        return plan


def accept_plan(*, plan_id: int, by: User, at: datetime, request: Request) -> SalesPlan:
    """Approving: the plan counts. Refuses with code status."""
    return _decided(plan_id, PlanStatus.ACCEPTED, by, at, request)


def return_plan(*, plan_id: int, by: User, at: datetime, request: Request) -> SalesPlan:
    """Refusing: the reason goes back with it, and it may be submitted anew."""
    return _decided(plan_id, PlanStatus.RETURNED, by, at, request)


def withdraw_plan(*, plan_id: int, by: User, at: datetime, request: Request) -> None:
    """Whoever submitted it took it back: it may be changed and submitted anew. Called by `approvals.requests.withdraw`."""
    SalesPlan.objects.filter(pk=plan_id, status=PlanStatus.WAITING).update(status=PlanStatus.RETURNED, decided_at=at)


def _decided(plan_id: int, status: str, by: User, at: datetime, request: Request) -> SalesPlan:
    with transaction.atomic():
        plan = SalesPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
        if plan.status != PlanStatus.WAITING:
            raise Refused(_("This plan is already %(status)s.") % {"status": plan.get_status_display()}, code="status")
        plan.status, plan.decided_by, plan.decided_at, plan.decision = status, by, at, request.decision
        plan.save(update_fields=["status", "decided_by", "decided_at", "decision"])
        log.record(by=by, action=f"plan.{status}", at=at, subject=plan, reason=request.decision)
        return plan


def undo_plan(*, request: Request, by: User, at: datetime) -> SalesPlan:
    """Take the decision back: the plan waits again. Refuses with code moved_on where it was changed since."""
    with transaction.atomic():
        plan = SalesPlan.objects.select_for_update(of=("self",)).get(pk=request.arguments["plan_id"])
        if plan.status == PlanStatus.WAITING or plan.decided_at != request.decided_at:
            raise Refused(_("The plan has changed since."), code="moved_on")
        plan.status, plan.decided_by, plan.decided_at, plan.decision = PlanStatus.WAITING, None, None, ""
        plan.save(update_fields=["status", "decided_by", "decided_at", "decision"])
        log.record(by=by, action="plan.reopened", at=at, subject=plan)
        return plan


# --- reading --------------------------------------------------------------------------------------------------------


def visible(user: User) -> QuerySet[SalesPlan]:
    """Plans the user may read: their own, and those of the people whose deals they see."""
    return SalesPlan.objects.visible_to(user, access.data_scope(user, "deal.view"))


# What a plan names, as the figures of people's work count it: a plan and a target never tell two results.
FIGURES = {"won": "deal_amount", "new_customers": "new_customers", "visits": "visits"}


def reached(people: Sequence[int], span: str, starts_on: date) -> dict[int, dict[str, Any]]:
    """{person id: {won, new_customers, visits}} of the period, in CNY, by the definitions of these figures."""
    last = after(span, starts_on) - timedelta(days=1)
    out: dict[int, dict[str, Any]] = {pk: dict.fromkeys(FIGURES, Decimal(0)) for pk in people}
    known = catalogue.figures()
    for source in {known[key][1].order: known[key][1] for key in FIGURES.values()}.values():
        found = source.count(people, starts_on, last)
        for name, key in FIGURES.items():
            for pk in people:
                out[pk][name] += found.get((pk, key), 0)
    return out
