"""Files that people add to something: kept with a row, taken back by whoever added them, and who took them out (rows M12, Na8)."""

from datetime import datetime
from typing import Any, TypeVar, cast

from django.core.files.base import File
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.lib.upload_transaction import UploadTransaction

# A row with file, name, size, by, at, voided_at, and the customer whose file it belongs to.
Row = TypeVar("Row", bound=Model)


def attach(row: Row, upload: File, *, storage: UploadTransaction) -> Row:
    """Keep a checked upload with its new row, noted in the audit; `storage` stands around the transaction."""
    kept = cast(Any, storage.keep(row, upload))
    log.record(by=kept.by, action="file.attached", at=kept.at, subject=row, customer_id=kept.customer_id)
    return row


def own_file(rows: QuerySet[Row], pk: int, by: User) -> Row:
    """The file of these that somebody wants to take back. Refuses with code gone, and not_author whoever did not add it."""
    row = rows.filter(pk=pk, voided_at=None).first()
    if row is None:
        raise Refused(_("This file no longer exists."), code="gone")
    if cast(Any, row).by_id != by.pk:
        raise Refused(
            _("%(person)s added this file: you can't withdraw what others added.") % {"person": cast(Any, row).by},
            code="not_author",
        )
    return row


def withdraw(row: Row, *, by: User, at: datetime, action: str) -> Row:
    """Take it back: it is kept, but nobody reads it any more."""
    type(row)._default_manager.filter(pk=row.pk).update(voided_at=at)
    log.record(by=by, action=action, at=at, subject=row, customer_id=cast(Any, row).customer_id)
    return row


def note_download(*, row: Model, by: User, at: datetime) -> Entry:
    """Who took which file out (Na8)."""
    return log.record(by=by, action="file.downloaded", at=at, subject=row, customer_id=cast(Any, row).customer_id)
