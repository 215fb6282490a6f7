"""Which requests a person may read: their own, those they decide or decided, and those of their departments."""

from django.db.models import Q

from crm_project.accounts.domain.access import department_ids, may
from crm_project.approvals.models import Request

from .requests import waiting_for


def visible(user, at):
    """Requests whose page the user may open."""
    seen = Q(asked_by=user) | Q(decider=user) | Q(decided_by=user) | Q(pk__in=waiting_for(user, at).values("pk"))
    if may(user, "request.decide"):
        departments = department_ids(user, "request.decide")
        if departments is None:
            return Request.objects.all()
        seen |= Q(department_id__in=departments)
    return Request.objects.filter(seen)


def waits_for(user, request, at):
    """Whether this person decides it now."""
    return (
        request.status == Request.Status.PENDING
        and request.asked_by_id != user.pk
        and waiting_for(user, at).filter(pk=request.pk).exists()
    )
