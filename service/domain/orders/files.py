"""Files and photos of an order (rows Ni21, Nf14)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.utils.translation import gettext as _

from activities.domain.file_kinds import check_files, clean_name
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.lib.upload_transaction import UploadTransaction
from service.models import OrderFile

from .lock import locked_order


def add_files(*, order_id: int, uploads: Sequence[File], by: User, at: datetime) -> list[OrderFile]:
    """Keep files with an open order. Refuses with code many, file, status, denied."""
    check_files(uploads)
    rows = []
    with UploadTransaction() as storage, locked_order(order_id, by, "edit") as order:
        for upload in uploads:
            name = clean_name(upload.name or "")
            row = OrderFile(order=order, name=name, size=upload.size, by=by, at=at)
            storage.save(row.file, name, upload)
            row.save()
            log.record(by=by, action="file.attached", at=at, subject=row, customer_id=order.customer_id)
            rows.append(row)
    return rows


def withdraw_file(*, file_id: int, by: User, at: datetime) -> OrderFile:
    """Take one's own file back from an open order: it is kept, but nobody reads it any more. Refuses with code gone, not_author."""
    order_id = OrderFile.objects.values_list("order", flat=True).get(pk=file_id)
    with locked_order(order_id, by, "edit") as order:
        row = OrderFile.objects.filter(pk=file_id, voided_at=None).first()
        if row is None:
            raise Refused(_("This file no longer exists."), code="gone")
        if row.by_id != by.pk:
            raise Refused(
                _("%(person)s added this file: you can't withdraw what others added.") % {"person": row.by},
                code="not_author",
            )
        OrderFile.objects.filter(pk=row.pk).update(voided_at=at)
        log.record(by=by, action="file.voided", at=at, subject=row, customer_id=order.customer_id)
        return row


def note_download(*, row: OrderFile, by: User, at: datetime) -> Entry:
    """Who took which file out (Na8)."""
    return log.record(by=by, action="file.downloaded", at=at, subject=row, customer_id=row.order.customer_id)
