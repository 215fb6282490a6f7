"""Every look at a restricted file is logged with its reason (row M10)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused

from . import log

if TYPE_CHECKING:
    from customers.models import Customer

ACTION = "customer.looked"
# One reason opens the file for a working day's half, not for ever.
HOURS = 4


def record_look(*, by: User, customer: "Customer", reason: str, at: datetime) -> Entry:
    """Note who opens the restricted file of `customer` and why. Refuses without a reason (code reason)."""
    if len((reason or "").strip()) < 3:
        raise Refused(
            _("This file is restricted: give a reason for opening it. The reason is recorded."),
            code="reason",
            field="reason",
        )
    return log.record(by=by, action=ACTION, at=at, subject=customer, reason=reason.strip())


def record_opened(by: User, customer_id: int, at: datetime) -> Entry | None:
    """The person's latest look at this customer that still stands, or None: the reason is not asked anew for four hours."""
    return last_of(by, customer_id, ACTION, at)


def last_of(by: User, customer_id: int, action: str, at: datetime) -> Entry | None:
    """The person's latest entry of this action about the customer within the last four hours, or None."""
    from_then = at.timestamp() - HOURS * 3600
    last = (
        Entry.objects.filter(subject_type="customer", subject_id=str(customer_id), actor=by, action=action)
        .order_by("-at")
        .first()
    )
    return last if last and last.at.timestamp() >= from_then else None
