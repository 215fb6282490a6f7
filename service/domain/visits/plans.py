"""Plans of return visits, the rules of their reports and the aspects of an evaluation, as service managers set them (rows T21, T23)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from service.domain.access import manages
from service.models import VisitAspect, VisitPlan, VisitRules
from service.models.visit_choices import Visitor, Whom

from .access import visitors

PLAN_FIELDS = (
    "name",
    "whom",
    "level",
    "kind",
    "days",
    "visitor",
    "person",
    "channel",
    "starts_on",
    "active",
)
RULE_FIELDS = ("report_days", "bad_score", "ahead_days", "order_kind")


def save_plan(*, plan_id: int | None = None, fields: Mapping[str, Any], by: User, at: datetime) -> VisitPlan:
    """Add a plan or change one; visits planned already stay. Refuses with code denied, level, person, days."""
    _check_manages(by)
    with transaction.atomic():
        plan = VisitPlan.objects.select_for_update().get(pk=plan_id) if plan_id else VisitPlan()
        before = {name: getattr(plan, name) for name in PLAN_FIELDS} if plan_id else {}
        for name in PLAN_FIELDS:
            if name in fields:
                setattr(plan, name, fields[name])
        if plan.whom != Whom.LEVEL:
            plan.level = ""
        if plan.whom != Whom.ORDER:
            plan.kind = None
        if plan.visitor != Visitor.NAMED:
            plan.person = None
        _check(plan)
        changes = log.differences(before, {name: getattr(plan, name) for name in PLAN_FIELDS})
        if not changes:
            return plan
        plan.changed_by, plan.changed_at = by, at
        plan.save()
        action = "visit_plan.changed" if plan_id else "visit_plan.added"
        log.record(by=by, action=action, at=at, subject=plan, changes=changes)
        return plan


def _check(plan: VisitPlan) -> None:
    if plan.days < 1:
        raise Refused(_("At least one day."), code="days", field="days")
    if plan.whom == Whom.LEVEL and not plan.level:
        raise Refused(_("Of which class?"), code="level", field="level")
    if plan.visitor == Visitor.NAMED:
        if plan.person is None:
            raise Refused(_("Who makes the visits?"), code="person", field="person")
        if not visitors().filter(pk=plan.person.pk).exists():
            raise Refused(
                _("%(person)s may not record service work: choose somebody else.") % {"person": plan.person},
                code="person",
                field="person",
            )


def save_rules(*, fields: Mapping[str, Any], by: User, at: datetime) -> VisitRules:
    """Change what holds for all visits, from the next one on. Refuses with code denied."""
    _check_manages(by)
    with transaction.atomic():
        VisitRules.objects.get_or_create(pk=1)
        row = VisitRules.objects.select_for_update(of=("self",)).select_related("order_kind").get(pk=1)
        before = {name: getattr(row, name) for name in RULE_FIELDS}
        for name in RULE_FIELDS:
            if name in fields:
                setattr(row, name, fields[name])
        changes = log.differences(before, {name: getattr(row, name) for name in RULE_FIELDS})
        if changes:
            row.changed_by, row.changed_at = by, at
            row.save()
            log.record(by=by, action="visit_plan.rules", at=at, subject=row, changes=changes)
        return row


def save_aspect(
    *, aspect_id: int | None = None, name: str, name_zh: str = "", active: bool = True, by: User, at: datetime
) -> VisitAspect:
    """Add an aspect of the evaluation, rename one or switch it off. Refuses with code denied, name."""
    _check_manages(by)
    if not name.strip():
        raise Refused(_("Enter a name."), code="name", field="name")
    with transaction.atomic():
        aspect = VisitAspect.objects.select_for_update().get(pk=aspect_id) if aspect_id else VisitAspect()
        given = {"name": name.strip(), "name_zh": name_zh.strip(), "active": active}
        before = {field: getattr(aspect, field) for field in given} if aspect_id else {}
        changes = log.differences(before, given)
        if not changes:
            return aspect
        for field, new in given.items():
            setattr(aspect, field, new)
        if not aspect_id:
            aspect.position = (VisitAspect.objects.aggregate(last=Max("position"))["last"] or 0) + 1
        aspect.save()
        log.record(by=by, action="visit_plan.aspect", at=at, subject=aspect, changes=changes)
        return aspect


def _check_manages(by: User) -> None:
    if not manages(by):
        raise Refused(_("Only a service manager sets the plans of return visits."), code="denied")
