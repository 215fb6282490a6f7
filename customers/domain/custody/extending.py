"""A borrower asks to keep a folder longer (row T6)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask, locked
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.lib.time import at_hour, local_date
from customers.company_settings import LOAN_DAYS
from customers.models import FolderLoan, Ownership
from customers.rules import request_kinds
from customers.rules.custody import periods

from .access import decider_of, may_know
from .asking import about, period_sentence
from .log import Kind, locked_loan, moved_on, record

HOUR = 9


def ask_for_extension(*, loan_id: int, until_on: date | None, reason: str, by: User, at: datetime) -> Request:
    """Ask to keep it until a later day. Refuses with code status, forbidden, missing, order, long, and what asking refuses."""
    with transaction.atomic():
        row = locked_loan(loan_id)
        if row.status != FolderLoan.Status.OUT or row.borrower_id != by.pk:
            raise moved_on()
        if not may_know(by, row.folder.customer_id, at):
            raise Refused(_("You may not open this customer's file any more: bring the folder back."), code="forbidden")
        longest = value(LOAN_DAYS)
        problem = periods.extension_problem(until_on, row.until_on, local_date(at), longest)
        if problem or until_on is None:
            sentence = (
                _("Enter a later day than the one until which you have it.")
                if problem == "order"
                else period_sentence(problem, longest)
            )
            raise Refused(sentence, code=problem, field="until_on")
        folder, ownership = row.folder, Ownership.of(row.folder.customer_id)
        return ask(
            kind=request_kinds.FOLDER_EXTENSION,
            by=by,
            at=at,
            decider=decider_of(by, folder.customer, ownership),
            subject=folder.number,
            arguments={"loan_id": row.pk, "until": until_on.isoformat()},
            reason=reason,
            customer_id=folder.customer_id,
            department=ownership.department if ownership else folder.customer.department,
            evidence={"form": row.form, "before": row.until_on.isoformat(), "until": until_on.isoformat()},
            about=about(row),
        )


def extend_loan(*, loan_id: int, until: str, by: User, at: datetime, request: Request) -> FolderLoan:
    """The folder is due on the later day. Refuses with code status once it is back."""
    row = locked_loan(loan_id)
    if row.status != FolderLoan.Status.OUT:
        raise moved_on()
    _set_until(row, date.fromisoformat(until), at)
    record(row.folder, Kind.EXTENDED, by=by, at=at, loan=row, text=until)
    return row


def undo_extension(*, request: Request, by: User, at: datetime) -> None:
    """It is due on the earlier day again. Refuses with code status once it is back."""
    row = locked_loan(request.arguments["loan_id"])
    if row.status != FolderLoan.Status.OUT:
        raise moved_on()
    _set_until(row, date.fromisoformat(request.evidence["before"]), at)
    record(row.folder, Kind.SHORTENED, by=by, at=at, loan=row, text=row.until_on.isoformat())


def _set_until(row: FolderLoan, until: date, at: datetime) -> None:
    row.until_on = until
    row.next_at = at_hour(periods.next_reminder(until, local_date(at)), HOUR)
    row.save(update_fields=["until_on", "next_at"])


def close_requests(row: FolderLoan, *, at: datetime) -> None:
    """The folder is back or lost: an extension that was asked for needs no answer."""
    for request in locked().filter(
        kind=request_kinds.FOLDER_EXTENSION, about=about(row), status=Request.Status.PENDING
    ):
        request.status, request.decided_at = Request.Status.OBSOLETE, at
        request.save(update_fields=["status", "decided_at"])
