"""Files that come with a major change of a customer (rows M6, M12)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from activities.models import Attachment
from crm_project.accounts.models import User
from crm_project.lib.file_kinds import check_files
from crm_project.lib.upload_transaction import UploadTransaction
from customers.domain.changes.recording import record_change
from customers.models import MajorChange

from . import kept_files


def record_with_files(
    *, customer_id: int, by: User, at: datetime, uploads: Sequence[File] = (), **change: Any
) -> MajorChange:
    """Record a change together with its files, or nothing of it; see `record_change`. Refuses with code many, file as well."""
    check_files(uploads)
    with UploadTransaction() as storage, transaction.atomic():
        row = record_change(customer_id=customer_id, by=by, at=at, **change)
        for upload in uploads:
            kept_files.attach(Attachment(customer_id=customer_id, change=row, by=by, at=at), upload, storage=storage)
        if row.corrects_id:
            Attachment.objects.filter(change=row.corrects_id).update(change=row)
        return row
