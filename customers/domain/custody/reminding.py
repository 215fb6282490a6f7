"""Reminding of folders that are due, telling superiors of overdue ones, ending loans that nobody fetched (row T6)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from crm_project.lib.time import at_hour, local_date
from crm_project.notices.domain.notify import tell
from customers.models import FolderLoan
from customers.rules.custody import periods

from .access import superior_of
from .handing import HOUR
from .log import Kind, locked_loan, record

Status = FolderLoan.Status
AT_ONCE = 500


def remind(*, at: datetime) -> int:
    """Each loan whose moment has come, in a transaction of its own. How many."""
    keys = FolderLoan.objects.filter(next_at__lte=at).order_by("next_at", "pk").values_list("pk", flat=True)
    return sum(_remind_of(key, at) for key in list(keys[:AT_ONCE]))


def _remind_of(loan_id: int, at: datetime) -> int:
    with transaction.atomic():
        row = locked_loan(loan_id)
        if row.next_at is None or row.next_at > at:
            return 0
        if row.status == Status.OUT:
            _tell(row, at)
            row.next_at = at_hour(periods.next_reminder(row.until_on, local_date(at)), HOUR)
        else:
            row.next_at = None
            if row.status == Status.APPROVED:
                row.status = Status.ENDED
                record(row.folder, Kind.LAPSED, by=None, at=at, loan=row)
        row.save(update_fields=["status", "next_at"])
        return 1


def _tell(row: FolderLoan, at: datetime) -> None:
    said = {"folder": row.folder.number, "until": row.until_on.isoformat()}
    if not periods.is_late(row.until_on, local_date(at)):
        tell([row.borrower_id], "folder_due", at=at, url=reverse("customers:folders_mine"), **said)
        return
    tell([row.borrower_id], "folder_overdue", at=at, url=reverse("customers:folders_mine"), **said)
    tell(
        [superior_of(row.borrower)],
        "folder_overdue_of",
        at=at,
        url=reverse("customers:folder", args=[row.folder_id]),
        person=str(row.borrower),
        **said,
    )
