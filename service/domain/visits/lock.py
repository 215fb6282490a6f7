"""Where every verb of return visits begins: lock, who may, in which status; and when the report is due (rows T21, T23)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from service.domain.targets.versions import targets_at
from service.models import ReturnVisit, VisitRules
from service.rules import visits as rules

from . import access


def rules_now() -> VisitRules:
    """What holds for all visits; the usual where nobody has set anything."""
    return VisitRules.objects.select_related("order_kind").first() or VisitRules(pk=1)


def report_due(day: date, at: datetime) -> date:
    """When the report of a visit on this day is due, by the working days of the service targets."""
    return rules.report_due(day, rules_now().report_days, targets_at(at).hours)


@contextmanager
def locked_visit(visit_id: int, by: User, step: str) -> Iterator[ReturnVisit]:
    """A visit for a step (`rules.visits.STEPS`), its customer locked before it, around one transaction.

    Refuses with code status a visit that stands elsewhere by now, with code denied whoever may not take the step.
    """
    with transaction.atomic():
        locked(ReturnVisit.objects.values_list("customer_id", flat=True).get(pk=visit_id))
        rows = ReturnVisit.objects.select_for_update(no_key=True, of=("self",)).select_related(*access.NEAR)
        visit = rows.get(pk=visit_id)
        if visit.status not in rules.STEPS[step]:
            raise Refused(_stands(visit), code="status")
        if not access.may_step(by, visit, step):
            raise Refused(_not_yours(visit, step), code="denied")
        yield visit


def _stands(visit: ReturnVisit) -> str:
    if visit.status == rules.DONE:
        return _("%(person)s has reported this visit already: reload the page.") % {"person": visit.reported_by or ""}
    return _("This visit is “%(status)s” by now: reload the page.") % {"status": visit.get_status_display()}


def _not_yours(visit: ReturnVisit, step: str) -> str:
    if step in rules.MANAGED:
        return _("Only a service manager may do this.")
    if step == "correct":
        return _("%(person)s wrote this report: ask them or a service manager.") % {"person": visit.reported_by or ""}
    if visit.person:
        return _("%(person)s makes this visit: ask them or a service manager.") % {"person": visit.person}
    return _("Only service makes visits that nobody has: ask a service manager.")
