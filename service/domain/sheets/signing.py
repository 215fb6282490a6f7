"""How a customer agrees to a sheet: a drawn signature, or the code that their contact was told; then nothing of it changes (row Ni21)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from activities.domain import kept_files
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.upload_transaction import UploadTransaction
from service.domain.orders.ending import confirm_order
from service.domain.orders.lock import locked_order
from service.models import OrderFile, VisitSheet
from service.models.sheets import SignedBy

from . import codes
from .picture import read_signature
from .preparing import note

NEAR = ("contact", "code_told_by", "made_by")
# The bytes of the PDF: of a sheet with its signature (None: confirmed by code).
Document = Callable[[VisitSheet, bytes | None], bytes]


@contextmanager
def locked_sheet(sheet_id: int, by: User) -> Iterator[VisitSheet]:
    """The sheet that is to be agreed to, its order locked before it, around one transaction.

    Refuses with code newer (a later version), signed, changed (the order was changed since), and as `locked_order`.
    """
    order_id = VisitSheet.objects.values_list("order_id", flat=True).get(pk=sheet_id)
    with locked_order(order_id, by, "confirm") as order:
        # Locked before it is joined: PostgreSQL locks no row that may be missing.
        VisitSheet.objects.select_for_update(no_key=True).get(pk=sheet_id)
        sheet = VisitSheet.objects.select_related(*NEAR).get(pk=sheet_id)
        sheet.order = order
        if sheet.signed_at:
            raise Refused(_("This sheet is signed already: reload the page."), code="signed")
        if order.sheets.filter(number__gt=sheet.number).exists():
            raise Refused(_("There is a newer version of this sheet by now: let them sign that one."), code="newer")
        if order.changed_at != sheet.order_changed_at:
            raise Refused(
                _("%(number)s was changed since this sheet was made: make it again, then let them sign.")
                % {"number": order.number},
                code="changed",
            )
        yield sheet


def sign_sheet(
    *, sheet_id: int, signer: str, signature: File, document: Document, by: User, at: datetime
) -> VisitSheet:
    """The customer has signed on the screen: the PDF is kept with the order, which the customer thereby confirms.

    Refuses with code signer, what `read_signature` refuses, and as `locked_sheet`.
    """
    if not signer.strip():
        raise Refused(_("Who signs? Enter their name."), code="signer", field="signer")
    picture = read_signature(signature)
    with UploadTransaction() as storage, locked_sheet(sheet_id, by) as sheet:
        return _agree(sheet, SignedBy.DRAWN, signer.strip(), picture, document, storage, by, at)


def confirm_by_code(*, sheet_id: int, code: str, document: Document, by: User, at: datetime) -> VisitSheet:
    """The contact has said the code that they were told. A wrong one counts, though it is refused.

    Refuses with code told (by whoever told it), none, expired, tried, wrong, and as `locked_sheet`.
    """
    with UploadTransaction() as storage, locked_sheet(sheet_id, by) as sheet:
        if sheet.code_told_by_id == by.pk:
            raise Refused(_("You told this code yourself: somebody else enters what the contact says."), code="told")
        problem = codes.problem_with(sheet, code, at)
        if problem is None:
            signer = sheet.contact.name if sheet.contact else ""
            return _agree(sheet, SignedBy.CODE, signer, None, document, storage, by, at)
    raise problem


def _agree(
    sheet: VisitSheet,
    way: SignedBy,
    signer: str,
    picture: bytes | None,
    document: Document,
    storage: UploadTransaction,
    by: User,
    at: datetime,
) -> VisitSheet:
    order = sheet.order
    sheet.signed_by, sheet.signer, sheet.signed_at, sheet.code_wanted_at = way, signer[:80], at, None
    content = document(sheet, picture)
    sheet.file_sha256 = sha256(content).hexdigest()
    upload = ContentFile(content, name=f"{order.number}-{sheet.number}.pdf")
    sheet.file = kept_files.attach(OrderFile(order=order, by=by, at=at), upload, storage=storage)
    sheet.save()
    changes = {
        "digest": [None, sheet.digest],
        "file": [None, sheet.file.name],
        "sha256": [None, sheet.file_sha256],
        "signer": [None, signer],
        "signed_by": [None, str(way.value)],
    }
    if way == SignedBy.CODE:
        changes["code_to"] = [None, sheet.code_to]
    note(sheet, by=by, at=at, action="service.sheet_signed", changes=changes)
    confirm_order(order_id=order.pk, by=by, at=at)
    return sheet
