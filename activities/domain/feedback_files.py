"""Files that come with feedback of a customer (rows Nh8, M12)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction

from activities.models import Attachment
from crm_project.accounts.models import User
from crm_project.lib.file_kinds import check_files
from crm_project.lib.upload_transaction import UploadTransaction
from customers.domain.feedback.recording import record_feedback
from customers.models import CustomerFeedback

from . import kept_files


def record_with_files(
    *, customer_id: int, by: User, at: datetime, uploads: Sequence[File] = (), **said: Any
) -> CustomerFeedback:
    """Keep feedback together with its files, or nothing of it; see `record_feedback`. Refuses with code many, file as well."""
    check_files(uploads)
    with UploadTransaction() as storage, transaction.atomic():
        row = record_feedback(customer_id=customer_id, by=by, at=at, **said)
        for upload in uploads:
            kept_files.attach(Attachment(customer_id=customer_id, feedback=row, by=by, at=at), upload, storage=storage)
        return row
