"""Which requests a person may read: their own, those they decide or decided, and those of their departments."""

from datetime import datetime

from django.db.models import QuerySet

from crm_project.accounts.domain.access import data_scope
from crm_project.accounts.models import User
from crm_project.approvals.models import Request

from .requests import waiting_for


def visible(user: User, at: datetime) -> QuerySet[Request]:
    """Requests whose page the user may open."""
    return Request.objects.visible_to(user, data_scope(user, "request.decide"), waiting_for(user, at))


def waits_for(user: User, request: Request, at: datetime) -> bool:
    """Whether this person decides it now."""
    return (
        request.status == Request.Status.PENDING
        and request.asked_by_id != user.pk
        and waiting_for(user, at).filter(pk=request.pk).exists()
    )
