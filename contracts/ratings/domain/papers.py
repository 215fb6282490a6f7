"""The papers with which a rating begins: copies of the licence and of the representative's identity, with dates (row T8)."""

from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from activities.domain import kept_files
from assignment.domain.ownership import locked
from contracts.domain.files import check_scan
from contracts.ratings.models import PaperFile, Papers
from contracts.ratings.models.choices import PaperKind
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.upload_transaction import UploadTransaction
from customers.models import Customer, Ownership

from . import access, grades
from .rating_rounds import quarter_on

EARLIEST = date(1900, 1, 1)
LEAST_REASON = 5


def add_paper(*, customer_id: int, kind: str, dated_on: date, upload: File, by: User, at: datetime) -> PaperFile:
    """Put a copy of a paper into the file; a quarter that is graded already is graded anew with it.

    Refuses with code forbidden, kind, date (before 1900 or in the future), file.
    """
    if kind not in PaperKind.values:
        raise Refused(_("Choose the type of document."), code="kind", field="kind")
    if not EARLIEST <= dated_on <= local_date(at):
        raise Refused(_("The date of the document must be between 1900 and today."), code="date", field="dated_on")
    _check_file(upload)
    with UploadTransaction() as storage, transaction.atomic():
        customer = locked(customer_id)
        _check(customer, by)
        row = PaperFile(customer=customer, kind=kind, dated_on=dated_on, by=by, at=at)
        storage.keep(row, upload)
        changes = {"paper": [None, kind], "dated_on": [None, dated_on]}
        log.record(by=by, action="paper.added", at=at, subject=row, customer_id=customer.pk, changes=changes)
        grades.regrade(quarter=quarter_on(at), ids=[customer.pk], at=at, by=by)
        return row


def withdraw_paper(*, paper_id: int, by: User, at: datetime) -> PaperFile:
    """Take one's own copy back: it is kept, but nobody reads it any more, and it counts no longer. Refuses with code gone, not_author."""
    with transaction.atomic():
        row = kept_files.own_file(PaperFile.objects.all(), paper_id, by)
        locked(row.customer_id)
        kept_files.withdraw(row, by=by, at=at, action="paper.withdrawn")
        grades.regrade(quarter=quarter_on(at), ids=[row.customer_id], at=at, by=by)
        return row


def grant_exception(*, customer_id: int, reason: str, by: User, at: datetime) -> Papers:
    """Let a customer be graded without its papers. Refuses with code forbidden (below a director), reason."""
    with transaction.atomic():
        customer = locked(customer_id)
        if not access.may_except(by, customer, Ownership.of(customer.pk)):
            raise Refused(_("A director can approve grading without documents."), code="forbidden")
        if len((reason or "").strip()) < LEAST_REASON:
            raise Refused(
                _("Give the reason for grading this customer without documents."),
                code="reason",
                field="exception_reason",
            )
        row, _made = Papers.objects.update_or_create(
            customer=customer,
            defaults={"exception_reason": reason.strip()[:200], "exception_by": by, "exception_at": at},
        )
        log.record(by=by, action="paper.excepted", at=at, subject=customer, reason=row.exception_reason)
        grades.regrade(quarter=quarter_on(at), ids=[customer.pk], at=at, by=by)
        return row


def end_exception(*, customer_id: int, by: User, at: datetime) -> Customer:
    """From now on the papers are needed again. Refuses with code forbidden, gone."""
    with transaction.atomic():
        customer = locked(customer_id)
        if not access.may_except(by, customer, Ownership.of(customer.pk)):
            raise Refused(_("A director can approve grading without documents."), code="forbidden")
        if not Papers.objects.filter(customer=customer, exception_at__isnull=False).update(
            exception_reason="", exception_by=None, exception_at=None
        ):
            raise Refused(_("The exception no longer exists."), code="gone")
        log.record(by=by, action="paper.exception_ended", at=at, subject=customer)
        grades.regrade(quarter=quarter_on(at), ids=[customer.pk], at=at, by=by)
        return customer


def _check_file(upload: File) -> None:
    try:
        check_scan(upload)
    except Refused as refusal:
        refusal.field = "file"
        raise


def _check(customer: Customer, by: User) -> None:
    if not access.may_care(by, customer, Ownership.of(customer.pk)):
        raise Refused(_("Sales adds the documents for the customers it rates."), code="forbidden")
