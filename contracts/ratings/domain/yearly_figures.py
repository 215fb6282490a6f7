"""Yearly figures of a customer, with the document they were taken from (row M7)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from contracts.ratings.models import YearlyStatement
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.file_kinds import check_files, clean_name
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.upload_transaction import UploadTransaction
from customers.models import Ownership

from . import access

FIGURES = ("revenue", "profit", "assets", "liabilities", "note")
EARLIEST = 1990


def save_figures(
    *,
    customer_id: int,
    year: int,
    fields: Mapping[str, Any],
    upload: File | None = None,
    by: User,
    at: datetime,
) -> YearlyStatement:
    """Enter or correct the figures of one year, in CNY; old and new stand in the audit.

    Refuses with code forbidden, year, amount, file.
    """
    if upload:
        try:
            check_files([upload])
        except Refused as refusal:
            refusal.field = "document"
            raise
    if not EARLIEST <= year <= local_date(at).year:
        raise Refused(_("There are no figures for %(year)s.") % {"year": year}, code="year", field="year")
    if fields["revenue"] < 0:
        raise Refused(_("Revenue can't be less than zero."), code="amount", field="revenue")
    with UploadTransaction() as storage, transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.of(customer.pk)
        if not access.may_state(by, customer, ownership):
            raise Refused(_("Yearly figures are entered by sales and finance."), code="forbidden")
        row = YearlyStatement.objects.filter(customer=customer, year=year).first() or YearlyStatement(
            customer=customer, year=year
        )
        before = {name: getattr(row, name) for name in FIGURES} if row.pk else {}
        for name in FIGURES:
            setattr(row, name, fields.get(name) if name != "note" else fields.get(name) or "")
        if upload:
            row.document_name = clean_name(upload.name or "")
            storage.save(row.document, row.document_name, upload)
        row.by, row.at = by, at
        row.save()
        changes = log.differences(before, {name: getattr(row, name) for name in FIGURES})
        if upload:
            changes["document"] = [None, row.document_name]
        log.record(
            by=by,
            action="statement.saved",
            at=at,
            subject_type="statement",
            subject_id=row.pk,
            subject_name=f"{customer.name} {year}",
            customer_id=customer.pk,
            changes=changes,
        )
        return row


def note_download(*, row: YearlyStatement, by: User, at: datetime) -> Entry:
    """Who took which document out (Na8)."""
    return log.record(
        by=by,
        action="file.downloaded",
        at=at,
        subject_type="statement",
        subject_id=row.pk,
        subject_name=row.document_name,
        customer_id=row.customer_id,
    )
