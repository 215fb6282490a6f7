"""Orders, return visits, customers, remedial plans and their tasks pass on when somebody leaves (rows Ne9, M9)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.open_work import OpenWork
from crm_project.notices.domain.notify import tell
from service.domain import access
from service.domain.remedial import leaving
from service.domain.visits.access import visitors

from .models import ReturnVisit, ServiceOrder
from .rules.visits import OPEN


def _running():
    return ServiceOrder.objects.running()


def _pass_orders(*, leaver: User, to: User, by: User, at: datetime) -> int:
    """To the one who takes over, where they work in service; else nobody has them and the service managers are told. What the
    leaver only helped with goes on without them.
    """
    with transaction.atomic():
        rows = list(
            _running()
            .filter(assigned=leaver)
            .select_for_update(no_key=True, of=("self",))
            .order_by("customer_id", "pk")
        )
        ServiceOrder.helpers.through.objects.filter(user=leaver, serviceorder__in=_running()).delete()
        person = to if access.works(to) else None
        ServiceOrder.objects.filter(pk__in=[row.pk for row in rows]).update(
            assigned=person, assigned_at=at if person else None, changed_at=at
        )
        changes = {"assigned": [str(leaver), str(person) if person else None]}
        log.record_many(
            [
                log.entry(
                    by=by, action="service.passed_on", at=at, subject=row, customer_id=row.customer_id, changes=changes
                )
                for row in rows
            ]
        )
        if rows and person is None:
            url = f"{reverse('service:orders')}?tab=open"
            tell(access.managers(), "service_left", at=at, url=url, person=str(leaver), n=len(rows))
        return len(rows) if person else 0


def _visits():
    return ReturnVisit.objects.filter(status__in=OPEN)


def _pass_visits(*, leaver: User, to: User, by: User, at: datetime) -> int:
    """To the one who takes over, where they may make visits; else nobody makes them and the service managers are told."""
    with transaction.atomic():
        rows = list(
            _visits().filter(person=leaver).select_for_update(no_key=True, of=("self",)).order_by("customer_id", "pk")
        )
        person = to if visitors().filter(pk=to.pk).exists() else None
        ReturnVisit.objects.filter(pk__in=[row.pk for row in rows]).update(person=person, changed_at=at)
        changes = {"person": [str(leaver), str(person) if person else None]}
        log.record_many(
            [
                log.entry(
                    by=by, action="visit.passed_on", at=at, subject=row, customer_id=row.customer_id, changes=changes
                )
                for row in rows
            ]
        )
        if rows and person is None:
            url = f"{reverse('service:visits')}?tab=unassigned"
            tell(access.managers(), "visits_left", at=at, url=url, person=str(leaver), n=len(rows))
        return len(rows) if person else 0


WORK = (
    OpenWork(
        key="service_orders",
        covers=("service.ServiceOrder.assigned", "service.ServiceOrder.helpers"),
        column="assigned",
        rows=_running,
        counted=ngettext_lazy("%(n)d service order", "%(n)d service orders", "n"),
        pass_on=_pass_orders,
        on_move=False,
    ),
    OpenWork(
        key="remedial_plans",
        covers=("service.RemedialPlan.responsible",),
        column="responsible",
        rows=leaving.plans,
        counted=ngettext_lazy("%(n)d remedial plan", "%(n)d remedial plans", "n"),
        pass_on=leaving.pass_plans,
        give_back=leaving.give_plans_back,
        on_move=False,
    ),
    OpenWork(
        key="remedial_decisions",
        covers=("service.RemedialPlan.holder",),
        column="holder",
        rows=leaving.decisions,
        counted=ngettext_lazy("%(n)d remedial plan to decide", "%(n)d remedial plans to decide", "n"),
        pass_on=leaving.pass_decisions,
    ),
    OpenWork(
        key="remedial_tasks",
        covers=("service.PlanTask.person",),
        column="person",
        rows=leaving.tasks,
        counted=ngettext_lazy("%(n)d task of a remedial plan", "%(n)d tasks of remedial plans", "n"),
        pass_on=leaving.pass_tasks,
        on_move=False,
    ),
    OpenWork(
        key="return_visits",
        covers=("service.ReturnVisit.person",),
        column="person",
        rows=_visits,
        counted=ngettext_lazy("%(n)d return visit", "%(n)d return visits", "n"),
        pass_on=_pass_visits,
        on_move=False,
    ),
)
OWNER_CHANGES = ()
SAYS_WHO = (
    "service.PlanMove.stood_in_for",
    # A plan that names somebody who has left plans its visits for nobody, and the service managers see them unassigned.
    "service.VisitPlan.person",
    "service.Questionnaire.created_by",
    "service.QuestionnaireVersion.published_by",
    "service.QuestionnaireInvitation.sent_by",
    "service.QuestionnaireInvitation.answered_by",
    "service.VisitSheet.made_by",
    "service.VisitSheet.code_told_by",
)
