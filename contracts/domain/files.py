"""Files of contracts: the signed scan, evidence of checks, papers (rows Nc15, Nf8, Nf14)."""

from datetime import datetime
from pathlib import PurePath

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from activities.domain import kept_files
from contracts.models import Contract, ContractFile, Paper
from contracts.models.choices import FileKind
from crm_project.accounts.models import User
from crm_project.lib.file_kinds import check_files
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.upload_transaction import UploadTransaction

from .collections import overdue
from .lock import locked_contract

# A scan is a picture of paper.
SCANS = ("pdf", "jpg", "jpeg", "png", "tif", "tiff", "heic", "webp", "bmp")


def store_files(
    contract: Contract, upload: File, *, storage: UploadTransaction, kind: str, by: User, at: datetime
) -> ContractFile:
    """Keep one checked file with a locked contract; returns its row. `storage` stands around the transaction."""
    return kept_files.attach(ContractFile(contract=contract, kind=kind, by=by, at=at), upload, storage=storage)


def check_scan(upload: File) -> None:
    """Refuse what is no picture of a paper, empty, too large, or not what its name says; codes file, scan."""
    check_files([upload])
    if PurePath(upload.name or "").suffix.lstrip(".").lower() not in SCANS:
        raise Refused(_("A scan is a PDF or a picture: choose another file."), code="scan", field="file")


def add_file(*, contract_id: int, by: User, at: datetime, upload: File, kind: str = FileKind.OTHER) -> ContractFile:
    """Add a file; a scan of the signed contract also receives the signed copy that was due (Nf8). Refuses with code file, scan, status."""
    if kind == FileKind.SCAN:
        check_scan(upload)
    else:
        check_files([upload])
    void = _("This contract is void: nothing can be added.")
    with UploadTransaction() as storage, locked_contract(contract_id, if_void=void) as row:
        made = store_files(row, upload, storage=storage, kind=kind, by=by, at=at)
        if kind == FileKind.SCAN:
            due = list(
                Paper.objects.filter(contract=row, signed_copy=True, received_on=None).values_list("pk", flat=True)
            )
            overdue.settled([overdue.about(overdue.PAPER, pk) for pk in due], at=at)
            Paper.objects.filter(pk__in=due).update(received_on=local_date(at), file=made)
        return made


def withdraw_file(*, file_id: int, by: User, at: datetime) -> ContractFile:
    """Take one's own file back while the contract is not confirmed. Refuses with code gone, not_author, status."""
    with transaction.atomic():
        rows = ContractFile.objects.select_for_update(no_key=True, of=("self",)).select_related("contract")
        row = kept_files.own_file(rows, file_id, by)
        if row.contract.status != Contract.Status.DRAFT or row.contract.submitted_at:
            raise Refused(_("The contract was submitted with this file: it can't be withdrawn."), code="status")
        return kept_files.withdraw(row, by=by, at=at, action="file.voided")
