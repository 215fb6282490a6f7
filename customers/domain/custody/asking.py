"""Asking for a folder or for a look at its scanned pages, and what the decision does (row T6)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, start_of_day
from crm_project.notices.domain.notify import tell
from customers.company_settings import LOAN_DAYS
from customers.models import FolderLoan, Ownership
from customers.rules import request_kinds
from customers.rules.custody import periods

from .access import decider_of, keepers, may_know
from .log import Kind, locked, locked_loan, moved_on, record

Status, Form = FolderLoan.Status, FolderLoan.Form


def ask_for_loan(
    *,
    folder_id: int,
    form: str,
    reason: str,
    from_on: date | None,
    until_on: date | None,
    agreed: bool,
    by: User,
    at: datetime,
) -> FolderLoan:
    """Ask for a folder, or for a look at its pages, for some days. Refuses with code forbidden, lost, agreed, reason, asked,
    the codes of `periods.period_problem`, and what asking refuses."""
    if not agreed:
        raise Refused(_("Confirm the rule for borrowed files first."), code="agreed", field="agreed")
    with transaction.atomic():
        folder = locked(folder_id)
        if not may_know(by, folder.customer_id, at):
            raise Refused(_("Only people who may open the customer's file borrow its folders."), code="forbidden")
        if folder.status == folder.Status.LOST and form == Form.PAPER:
            raise Refused(_("This folder is reported lost: nobody can borrow it."), code="lost", field="form")
        first, last = _checked_period(from_on, until_on, at)
        again = Refused(_("You have asked for this folder already, or have it."), code="asked")
        if FolderLoan.objects.filter(folder=folder, borrower=by, form=form, status__in=FolderLoan.RUNNING).exists():
            raise again
        try:
            with transaction.atomic():
                row = FolderLoan.objects.create(
                    folder=folder,
                    form=form,
                    borrower=by,
                    reason=reason.strip()[:300],
                    from_on=first,
                    until_on=last,
                    asked_at=at,
                )
        except IntegrityError:
            raise again from None
        ownership = Ownership.of(folder.customer_id)
        ask(
            kind=request_kinds.FOLDER_LOAN,
            by=by,
            at=at,
            decider=decider_of(by, folder.customer, ownership),
            subject=folder.number,
            arguments={"loan_id": row.pk},
            reason=reason,
            customer_id=folder.customer_id,
            department=ownership.department if ownership else folder.customer.department,
            evidence={"form": form, "from": first.isoformat(), "until": last.isoformat()},
            about=about(row),
        )
        record(folder, Kind.ASKED, by=by, at=at, loan=row, text=_summary(row))
        return row


def about(row: FolderLoan) -> str:
    """What a request about this loan names."""
    return f"folder loan:{row.pk}"


def _summary(row: FolderLoan) -> str:
    return f"{row.from_on} – {row.until_on}: {row.reason}"


def _checked_period(first: date | None, last: date | None, at: datetime) -> tuple[date, date]:
    longest = value(LOAN_DAYS)
    field, problem = periods.period_problem(first, last, local_date(at), longest)
    if problem or first is None or last is None:
        raise Refused(period_sentence(problem, longest), code=problem, field=field)
    return first, last


def period_sentence(problem: str, longest: int) -> str:
    """What is wrong with a period, in words."""
    return {
        "missing": _("Enter a day."),
        "past": _("This day is over: enter today or a later day."),
        "far": _("Ask closer to the day: a loan begins within the next %(n)d days.") % {"n": periods.AHEAD},
        "order": _("The last day lies before the first day."),
        "long": ngettext("A folder is lent for at most %(n)d day.", "A folder is lent for at most %(n)d days.", longest)
        % {"n": longest},
    }[problem]


def approve_loan(*, loan_id: int, by: User, at: datetime, request: Request) -> FolderLoan:
    """The keepers have it ready; a look at the pages begins on its first day. Refuses with code status, late."""
    row = locked_loan(loan_id)
    if row.status != Status.ASKED:
        raise moved_on()
    if periods.is_late(row.until_on, local_date(at)):
        raise Refused(_("The days that were asked for are over: refuse it."), code="late")
    row.status, row.next_at = Status.APPROVED, start_of_day(row.until_on + timedelta(days=1))
    row.save(update_fields=["status", "next_at"])
    record(row.folder, Kind.APPROVED, by=by, at=at, loan=row)
    people = [pk for pk in keepers() if pk != row.borrower_id]
    said: dict[str, Any] = {
        "at": at,
        "key": f"folder approved:{row.pk}:{at.isoformat()}",
        "url": reverse("customers:folder", args=[row.folder_id]),
        "folder": row.folder.number,
        "person": str(row.borrower),
    }
    if row.form == Form.PAPER:
        tell(people, "folder_to_lend", **said)
    else:
        tell(people, "folder_to_scan", **said)
    return row


def refuse_loan(*, loan_id: int, by: User, at: datetime, request: Request) -> None:
    """The person who asked reads the reason with the request."""
    _close(loan_id, Status.REFUSED, Kind.REFUSED, by=by, at=at, text=request.decision)


def withdraw_loan(*, loan_id: int, by: User | None, at: datetime, request: Request) -> None:
    """It is not needed any more."""
    _close(loan_id, Status.WITHDRAWN, Kind.WITHDRAWN, by=by, at=at)


def _close(loan_id: int, status: str, kind: str, *, by: User | None, at: datetime, text: str = "") -> None:
    row = locked_loan(loan_id)
    if row.status != Status.ASKED:
        raise moved_on()
    row.status = status
    row.save(update_fields=["status"])
    record(row.folder, kind, by=by, at=at, loan=row, text=text[:600])


def undo_decision(*, request: Request, by: User, at: datetime) -> None:
    """It waits for the decision again. Refuses with code status once it was handed out, asked once the person has asked anew."""
    row = locked_loan(request.arguments["loan_id"])
    if row.status not in (Status.APPROVED, Status.REFUSED):
        raise moved_on()
    row.status, row.next_at = Status.ASKED, None
    try:
        with transaction.atomic():
            row.save(update_fields=["status", "next_at"])
    except IntegrityError:
        raise Refused(_("The same has been requested again meanwhile."), code="asked") from None
    record(row.folder, Kind.REOPENED, by=by, at=at, loan=row)


def give_up(*, loan_id: int, by: User, at: datetime) -> FolderLoan:
    """Somebody does not need an approved loan any more. Refuses with code status."""
    with transaction.atomic():
        row = locked_loan(loan_id)
        if row.status != Status.APPROVED or row.borrower_id != by.pk:
            raise moved_on()
        row.status, row.next_at = Status.WITHDRAWN, None
        row.save(update_fields=["status", "next_at"])
        record(row.folder, Kind.WITHDRAWN, by=by, at=at, loan=row)
        return row
