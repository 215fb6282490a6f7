"""The log of a folder, which nobody changes; the audit says the same (row T6)."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.models import FolderEntry, FolderLoan, PaperFolder

Kind = FolderEntry.Kind


def record(
    folder: PaperFolder, kind: str, *, by: User | None, at: datetime, loan: FolderLoan | None = None, text: str = ""
) -> None:
    """Write what was done with a folder."""
    FolderEntry.objects.create(folder=folder, loan=loan, kind=kind, text=text, by=by, at=at)
    log.record(by=by, action=f"folder.{kind}", at=at, subject=folder, customer_id=folder.customer_id, reason=text)


def locked(folder_id: int) -> PaperFolder:
    """The folder, locked for a verb: it comes before its loans."""
    return PaperFolder.objects.select_for_update(no_key=True, of=("self",)).select_related("customer").get(pk=folder_id)


def locked_loan(loan_id: int) -> FolderLoan:
    """The loan with its folder, both locked."""
    folder = locked(FolderLoan.objects.values_list("folder_id", flat=True).get(pk=loan_id))
    row = (
        FolderLoan.objects.select_for_update(no_key=True, of=("self",)).select_related("borrower__role").get(pk=loan_id)
    )
    row.folder = folder
    return row


def moved_on() -> Refused:
    """The loan is not what it was when the page was opened."""
    return Refused(_("The loan has moved on meanwhile: open the folder again."), code="status")
