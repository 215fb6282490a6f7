"""The author of a rejected follow-up appeals: somebody other than whoever rejected it decides (row Nd7)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from activities.domain.followup_corrections import appeal_about, check_followup, own
from activities.models import FollowUp
from activities.models.choices import Check
from activities.rules import request_kinds
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from customers.models import Ownership


def ask_review(*, followup_id: int, reason: str, by: User, at: datetime) -> Request:
    """Ask to have a rejected entry confirmed after all. Refuses with code not_author, not_rejected, in_pool, reason, asked."""
    with transaction.atomic():
        row, customer = own(followup_id, by)
        if row.check_state != Check.REJECTED or row.checked_by_id is None:
            raise Refused(_("This entry was not rejected: there is nothing to appeal against."), code="not_rejected")
        ownership = Ownership.of(customer.pk)
        if ownership is None or row.occurred_at < ownership.since:
            raise Refused(
                _("The ownership in which you wrote this has ended: the entry has no effect any more."),
                code="in_pool",
            )
        return ask(
            kind=request_kinds.APPEAL,
            by=by,
            at=at,
            decider=decider(ownership.department, 1, "followup.review", exclude=[by, row.checked_by_id]),
            subject=customer.name,
            customer_id=customer.pk,
            department=ownership.department,
            about=appeal_about(row.pk),
            reason=reason,
            arguments={"followup_id": row.pk},
        )


def uphold_appeal(*, followup_id: int, by: User, at: datetime, request: Request | None = None) -> FollowUp:
    """The appeal was right: the entry counts."""
    return check_followup(followup_id=followup_id, by=by, at=at, confirm=True)


def waiting(row: FollowUp) -> Request | None:
    """The appeal about this entry that is not decided yet, or None."""
    return _of(row).filter(status=Request.Status.PENDING).select_related("decider").first()


def answered(row: FollowUp) -> Request | None:
    """The last decided appeal about this entry, or None."""
    decided = (Request.Status.APPROVED, Request.Status.REFUSED)
    return _of(row).filter(status__in=decided).select_related("decided_by").order_by("-decided_at").first()


def _of(row: FollowUp) -> QuerySet[Request]:
    return Request.objects.filter(kind=request_kinds.APPEAL, about=appeal_about(row.pk))
