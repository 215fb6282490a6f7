"""A late entry names its reason, and the manager hears of it at once (row Nf13)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import decider
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell


def check_late_reason(fields):
    """Refuse a late entry that does not say why it is late."""
    if not (fields.get("late_reason") or "").strip():
        raise Refused(
            _("Entered later than the department allows: give the reason. Your manager is notified and confirms it."),
            code="late_reason",
            field="late_reason",
        )


def notify_late(row, ownership, at):
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
