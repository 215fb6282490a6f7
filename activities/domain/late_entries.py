"""A late entry names its reason, and the manager hears of it at once (row Nf13)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import FollowUp
from crm_project.accounts.domain.access import decider
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Ownership


def check_late_reason(fields: Mapping[str, Any]) -> None:
    """Refuse a late entry that does not say why it is late."""
    if not (fields.get("late_reason") or "").strip():
        raise Refused(
            _("Entered later than the department allows: give the reason. Your manager is notified and confirms it."),
            code="late_reason",
            field="late_reason",
        )


def notify_late(row: FollowUp, ownership: Ownership, at: datetime) -> None:
    """Tell whoever checks follow-ups there, with the reason."""
    person = decider(ownership.department, 1, "followup.review", exclude=[row.author])
    tell(
        [person] if person else [],
        "followup_late",
        at=at,
        url=reverse("activities:followup_check", args=[row.pk]),
        customer=row.customer.name,
        person=str(row.author),
        reason=row.late_reason,
    )
