"""Files and photos of an order (rows Ni21, Nf14)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.utils.translation import gettext as _

from activities.domain import kept_files
from crm_project.accounts.models import User
from crm_project.lib.file_kinds import check_files
from crm_project.lib.refused import Refused
from crm_project.lib.upload_transaction import UploadTransaction
from service.models import OrderFile

from .lock import locked_order


def add_files(*, order_id: int, uploads: Sequence[File], by: User, at: datetime) -> list[OrderFile]:
    """Keep files with an open order. Refuses with code many, file, status, denied."""
    check_files(uploads)
    with UploadTransaction() as storage, locked_order(order_id, by, "edit") as order:
        return [kept_files.attach(OrderFile(order=order, by=by, at=at), upload, storage=storage) for upload in uploads]


def withdraw_file(*, file_id: int, by: User, at: datetime) -> OrderFile:
    """Take one's own file back from an open order: it is kept, but nobody reads it any more. Refuses with code gone, not_author,
    signed (the sheet that the customer confirmed)."""
    order_id = OrderFile.objects.values_list("order", flat=True).get(pk=file_id)
    with locked_order(order_id, by, "edit") as order:
        if order.sheets.filter(file=file_id).exists():
            raise Refused(_("The customer confirmed this sheet: it stays with the order."), code="signed")
        return kept_files.withdraw(
            kept_files.own_file(order.files.all(), file_id, by), by=by, at=at, action="file.voided"
        )
