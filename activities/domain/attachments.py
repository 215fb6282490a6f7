"""Files on customers: the verbs (row M12)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from activities.domain.followup_corrections import correct_followup
from activities.models import Attachment, FollowUp
from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.lib.file_kinds import check_files
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.upload_transaction import UploadTransaction
from customers.domain.access import check as check_access
from customers.domain.access import may_log
from customers.domain.needs import confirm_needs
from customers.models import Ownership

from . import kept_files
from .follow_ups import record_followup

if TYPE_CHECKING:
    from assignment.domain.policies.lookup import PolicyBook


def attach_file(
    *, customer_id: int, by: User, at: datetime, uploads: Sequence[File], followup_id: int | None = None
) -> list[Attachment]:
    """Keep files with a customer, perhaps with one of one's own follow-ups. Refuses with code many, file, not_owner, in_pool."""
    check_files(uploads)
    if not uploads:
        return []
    with UploadTransaction() as storage, transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.of(customer.pk)
        if ownership is None:
            raise Refused(
                _("“%(name)s” is in the public pool: claim it first.") % {"name": customer.name}, code="in_pool"
            )
        if not may_log(by, customer, ownership):
            check_access(by, "followup.create", customer, ownership)
        if followup_id and not FollowUp.objects.filter(pk=followup_id, customer=customer, author=by).exists():
            raise Refused(_("You can add files to your own entries only."), code="not_author")
        row = {"customer": customer, "followup_id": followup_id, "by": by, "at": at}
        return [kept_files.attach(Attachment(**row), upload, storage=storage) for upload in uploads]


def record_with_files(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    fields: Mapping[str, Any],
    uploads: Sequence[File] = (),
    idempotency_key: str | None = None,
    book: "PolicyBook | None" = None,
    confirms_needs: bool = False,
) -> FollowUp:
    """Write down an exchange together with its files, or nothing of it; see `follow_ups.record` and `attach`.
    `confirms_needs`: it said that the customer's needs are still as written (Nh8)."""
    if not uploads and not confirms_needs:
        return record_followup(
            customer_id=customer_id, by=by, at=at, fields=fields, idempotency_key=idempotency_key, book=book
        )
    check_files(uploads)
    with transaction.atomic():
        row = record_followup(
            customer_id=customer_id, by=by, at=at, fields=fields, idempotency_key=idempotency_key, book=book
        )
        if row.recorded_at == at and confirms_needs:
            confirm_needs(customer_id=customer_id, by=by, at=at)
        if row.recorded_at == at:
            attach_file(customer_id=customer_id, by=by, at=at, uploads=uploads, followup_id=row.pk)
        return row


def correct_with_files(
    *, followup_id: int, by: User, at: datetime, fields: JsonObject, uploads: Sequence[File] = ()
) -> FollowUp:
    """Change one's own entry and add files to it, or nothing of it; see `follow_ups.correct` and `attach`."""
    check_files(uploads)
    with transaction.atomic():
        row = correct_followup(followup_id=followup_id, by=by, at=at, fields=fields)
        attach_file(customer_id=row.customer_id, by=by, at=at, uploads=uploads, followup_id=row.pk)
        return row


def withdraw_file(*, attachment_id: int, by: User, at: datetime) -> Attachment:
    """Take one's own file back: it is kept, but nobody reads it any more. Refuses with code not_author, gone."""
    with transaction.atomic():
        row = kept_files.own_file(Attachment.objects.select_for_update(no_key=True), attachment_id, by)
        return kept_files.withdraw(row, by=by, at=at, action="file.voided")
