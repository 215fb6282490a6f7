"""Handing a folder out, taking it back, reporting it lost (row T6)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.authority import admins
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.time import at_hour, local_date
from crm_project.notices.domain.notify import tell
from customers.models import FolderLoan, Ownership, PaperFolder
from customers.rules.custody import periods

from .access import keepers, may_keep, may_know, superior_of
from .extending import close_requests
from .log import Kind, locked, locked_loan, record

Status, Form = FolderLoan.Status, FolderLoan.Form
# When people are reminded of what is due that day.
HOUR = 9
LEAST = 10


def out_loan(folder: PaperFolder) -> FolderLoan | None:
    """The loan by which a folder is out."""
    return FolderLoan.objects.filter(folder=folder, status=Status.OUT).select_related("borrower__role").first()


def waiting_loans(folder: PaperFolder) -> list[FolderLoan]:
    """Approved loans that wait for the folder, in the order in which they were asked for."""
    rows = FolderLoan.objects.filter(folder=folder, form=Form.PAPER, status=Status.APPROVED)
    return list(rows.select_related("borrower__role").order_by("asked_at", "pk"))


def hand_out(*, loan_id: int, by: User, at: datetime) -> FolderLoan:
    """The folder leaves the file room. Refuses with code forbidden, out, lost, status, early, late, left, unknown."""
    with transaction.atomic():
        row = locked_loan(loan_id)
        folder, today = row.folder, local_date(at)
        _check_keeper(by, folder)
        if folder.status == PaperFolder.Status.OUT:
            raise Refused(_is_out(folder), code="out")
        if folder.status == PaperFolder.Status.LOST:
            raise Refused(_("This folder is reported lost: record its return first, if it is here."), code="lost")
        if row.form != Form.PAPER or row.status != Status.APPROVED:
            raise Refused(_("This loan is not approved, or is over: open the folder again."), code="status")
        if today < row.from_on:
            raise Refused(
                _("%(person)s has asked for it from %(day)s on.") % _about(row, row.from_on.isoformat()), code="early"
            )
        if periods.is_late(row.until_on, today):
            raise Refused(_("The days of this loan are over: a new request is needed."), code="late")
        if not row.borrower.is_active:
            raise Refused(_("The account of %(person)s is closed.") % _about(row), code="left")
        if not may_know(row.borrower, folder.customer_id, at):
            raise Refused(
                _("%(person)s may not open this customer's file any more: the folder stays here.") % _about(row),
                code="unknown",
            )
        row.status, row.handed_at, row.handed_by = Status.OUT, at, by
        row.next_at = at_hour(periods.next_reminder(row.until_on, today), HOUR)
        row.save(update_fields=["status", "handed_at", "handed_by", "next_at"])
        _set_status(folder, PaperFolder.Status.OUT)
        record(folder, Kind.LENT, by=by, at=at, loan=row, text=f"→ {row.borrower}, {row.until_on}")
        tell(
            [row.borrower_id] if row.borrower_id != by.pk else [],
            "folder_lent",
            at=at,
            url=reverse("customers:folders_mine"),
            folder=folder.number,
            until=row.until_on.isoformat(),
        )
        return row


def take_back(*, folder_id: int, note: str = "", by: User, at: datetime) -> FolderLoan | None:
    """The folder is here again, whoever brings it; the next who waits for it is told. Refuses with code forbidden, not_lent."""
    with transaction.atomic():
        folder = locked(folder_id)
        _check_keeper(by, folder)
        found = folder.status == PaperFolder.Status.LOST
        loans = FolderLoan.objects.select_for_update(no_key=True, of=("self",)).filter(folder=folder)
        row = loans.filter(status=Status.OUT).first() or (
            loans.filter(status=Status.LOST, returned_at=None).order_by("-pk").first() if found else None
        )
        if row is None and not found:
            raise Refused(
                _("%(folder)s is not lent: its place is %(place)s.") % {"folder": folder, "place": folder.place},
                code="not_lent",
            )
        if row is not None:
            row.late = periods.is_late(row.until_on, local_date(at))
            row.status, row.returned_at, row.returned_to, row.next_at = Status.RETURNED, at, by, None
            row.save(update_fields=["status", "returned_at", "returned_to", "late", "next_at"])
            close_requests(row, at=at)
        _set_status(folder, PaperFolder.Status.IN)
        record(folder, Kind.FOUND if found else Kind.RETURNED, by=by, at=at, loan=row, text=note.strip()[:600])
        _tell_next(folder, at)
        return row


def _tell_next(folder: PaperFolder, at: datetime) -> None:
    waiting = [row for row in waiting_loans(folder) if row.from_on <= local_date(at) <= row.until_on]
    if waiting:
        tell(
            [waiting[0].borrower_id],
            "folder_free",
            at=at,
            url=reverse("customers:folders_mine"),
            folder=folder.number,
        )


def report_lost(*, folder_id: int, statement: str, by: User, at: datetime) -> PaperFolder:
    """A folder can't be found: said by who has it, or by a keeper. Keepers, the borrower, their superior and admins are told.

    Refuses with code forbidden, lost, statement.
    """
    statement = statement.strip()
    if len(statement) < LEAST:
        raise Refused(_("Write when and where it was last seen."), code="statement", field="statement")
    with transaction.atomic():
        folder = locked(folder_id)
        row = out_loan(folder)
        if row is None or row.borrower_id != by.pk:
            _check_keeper(by, folder)
        if folder.status == PaperFolder.Status.LOST:
            raise Refused(_("It is reported lost already."), code="lost")
        concerned = {*keepers(), *admins()}
        if row is not None:
            row.status, row.statement, row.next_at = Status.LOST, statement[:500], None
            row.save(update_fields=["status", "statement", "next_at"])
            close_requests(row, at=at)
            concerned |= {row.borrower_id, superior_of(row.borrower) or 0}
        _set_status(folder, PaperFolder.Status.LOST)
        record(folder, Kind.LOST, by=by, at=at, loan=row, text=statement[:600])
        tell(
            concerned - {by.pk},
            "folder_lost",
            at=at,
            url=reverse("customers:folder", args=[folder.pk]),
            folder=folder.number,
            person=str(by),
        )
        return folder


def _is_out(folder: PaperFolder) -> str:
    row = out_loan(folder)
    if row is None:
        return _("It is out already.")
    return _("%(person)s has it, until %(day)s: record its return first.") % _about(row, row.until_on.isoformat())


def _about(row: FolderLoan, day: str = "") -> dict[str, str]:
    return {"person": str(row.borrower), "day": day}


def _check_keeper(by: User, folder: PaperFolder) -> None:
    if not may_keep(by, folder.customer, Ownership.of(folder.customer_id)):
        raise Refused(_("Only the people who keep the folders do this."), code="forbidden")


def _set_status(folder: PaperFolder, status: str) -> None:
    folder.status = status
    folder.save(update_fields=["status"])
