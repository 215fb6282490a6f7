"""Customer data that a plan corrected: entries of the audit, which keep what stood there before and after (row M16)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from service.models import PlanCorrection, RemedialPlan

from .lock import locked_plan, note

# What changes the file of a customer and the people there.
ACTIONS = ("customer.changed", "contact.saved")
OFFERED = 30


def offered(plan: RemedialPlan) -> QuerySet[Entry]:
    """Changes of the customer's file since the plan began that are not linked yet, the newest first."""
    rows = Entry.objects.filter(customer_id=plan.customer_id, action__in=ACTIONS, at__gte=plan.begun_at)
    linked = PlanCorrection.objects.filter(plan=plan).values("entry")
    return rows.exclude(changes={}).exclude(pk__in=linked).select_related("actor").order_by("-at", "-pk")


def linked(plan: RemedialPlan) -> list[Entry]:
    """The changes that the plan made, in their order."""
    rows = Entry.objects.filter(pk__in=PlanCorrection.objects.filter(plan=plan).values("entry"))
    return list(rows.select_related("actor").order_by("at", "pk"))


def link(*, plan_id: int, entry_id: int, by: User, at: datetime) -> RemedialPlan:
    """Say that a change of the file was made by this plan. Refuses with code entry what is no such change."""
    with locked_plan(plan_id, by, "link", at) as plan:
        entry = offered(plan).filter(pk=entry_id).first()
        if entry is None:
            raise Refused(
                _("This is no change of the customer's file since the plan began: choose one from the list."),
                code="entry",
                field="entry",
            )
        PlanCorrection.objects.create(plan=plan, entry=entry, by=by, at=at)
        note(plan, by=by, at=at, action="remedial.linked", changes={"entry": [None, entry.pk]})
        return plan


def unlink(*, plan_id: int, entry_id: int, by: User, at: datetime) -> RemedialPlan:
    """Take such a link away; the change itself stays."""
    with locked_plan(plan_id, by, "link", at) as plan:
        if PlanCorrection.objects.filter(plan=plan, entry=entry_id).delete()[0]:
            note(plan, by=by, at=at, action="remedial.unlinked", changes={"entry": [entry_id, None]})
        return plan
