"""Which requests are appeals about an entry, and ending those that its new state answers (row Nd7)."""

from datetime import datetime

from activities.rules import request_kinds
from crm_project.approvals.models import Request


def about(followup_id: int | str) -> str:
    """What the request is about, as its row keeps it."""
    return f"followup:{followup_id}"


def end_appeals(followup_id: int, at: datetime) -> None:
    """The entry was judged anew, changed or voided: an appeal that still waits is no longer needed."""
    rows = Request.objects.filter(kind=request_kinds.APPEAL, about=about(followup_id), status=Request.Status.PENDING)
    rows.update(status=Request.Status.OBSOLETE, decided_at=at)
