"""The folders that somebody holds who leaves: the colleague who takes over has them from then on (rows T6, Ne9)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.notices.domain.notify import tell
from customers.models import FolderLoan

from .log import Kind, locked_loan, record


def lent() -> QuerySet[FolderLoan]:
    """Loans by which a folder is out."""
    return FolderLoan.objects.filter(status=FolderLoan.Status.OUT)


def pass_loans(*, leaver: User, to: User, by: User | None, at: datetime) -> int:
    """Each goes to `to`, until the same day; how many."""
    with transaction.atomic():
        keys = list(lent().filter(borrower=leaver).order_by("pk").values_list("pk", flat=True))
        return sum(_pass(key, to, by=by, at=at) for key in keys)


def give_back(*, leaver: User, ids: list[int], moment: datetime, by: User, at: datetime) -> set[int]:
    """The account is open again: what is still out is theirs to return."""
    with transaction.atomic():
        back = list(lent().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
        for key in back:
            _pass(key, leaver, by=by, at=at)
        return set(back)


def _pass(loan_id: int, to: User, *, by: User | None, at: datetime) -> int:
    row = locked_loan(loan_id)
    if row.status != FolderLoan.Status.OUT or row.borrower_id == to.pk:
        return 0
    former, row.borrower = row.borrower, to
    row.save(update_fields=["borrower"])
    record(row.folder, Kind.PASSED, by=by, at=at, loan=row, text=f"{former} → {to}")
    tell(
        [to.pk],
        "folder_passed",
        at=at,
        url=reverse("customers:folders_mine"),
        folder=row.folder.number,
        person=str(former),
        until=row.until_on.isoformat(),
    )
    return 1
