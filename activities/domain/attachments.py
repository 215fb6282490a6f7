"""Files on customers: what may be uploaded, judged by its bytes, and the verbs (row M12)."""

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from activities.domain.followup_corrections import correct_followup
from activities.models import Attachment, FollowUp
from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.tables.archive import Archive, TooMuch
from crm_project.lib.upload_transaction import UploadTransaction
from customers.domain.access import check as check_access
from customers.domain.access import may_log
from customers.models import Ownership

from .follow_ups import record_followup

if TYPE_CHECKING:
    from assignment.domain.policies.lookup import PolicyBook

LARGEST = 20 * 1024 * 1024  # bytes
AT_ONCE = 10

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_OPEN = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
_BEGINS = {
    "pdf": (b"%PDF-",),
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "bmp": (b"BM",),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "rtf": (b"{\\rtf",),
    "doc": (_OLE,),
    "xls": (_OLE,),
    "ppt": (_OLE,),
    "wps": (_OLE,),
    "et": (_OLE,),
    "dps": (_OLE,),
}
_BOM = b"\xef\xbb\xbf"
# The part of a file protected by a password that holds the document: Office puts it into a container of the old kind.
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_SAME = {"jpeg": "jpg", "tif": "tiff", "heif": "heic"}
KINDS = (*_BEGINS, *_SAME, *_OFFICE, *_OPEN, "webp", "heic", "txt", "csv")


def _is_text(upload: File, head: bytes) -> bool:
    encodings: tuple[str, ...] = ("utf-8-sig", "gb18030")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif b"\x00" in head:
        return False
    upload.seek(0)
    raw = upload.read()
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not any(c < " " and c not in "\t\r\n\f" for c in text)
    return False


def _in_zip(upload: File, kind: str) -> bool:
    """Whether a zip is really this kind of office file, without macros."""
    try:
        with Archive(upload) as archive:
            names = archive.names
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return False
            if kind in _OFFICE:
                return "[Content_Types].xml" in names and any(name.startswith(_OFFICE[kind]) for name in names)
            says = archive.head("mimetype", 80) if "mimetype" in names else b""
            return says.startswith(f"application/vnd.oasis.opendocument.{_OPEN[kind]}".encode())
    # RuntimeError: a member is encrypted, or compressed in a way that zipfile does not know.
    except TooMuch:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, RuntimeError):
        return False


def _is_protected(upload: File) -> bool:
    """Whether it is an office file that a password protects; nobody can look inside."""
    upload.seek(0)
    rest = b""
    for piece in iter(lambda: upload.read(1 << 16), b""):
        if _PROTECTED in rest + piece:
            return True
        rest = piece[-len(_PROTECTED) :]
    return False


def is_kind(upload: File, kind: str) -> bool:
    """Whether the bytes are what the name's ending says."""
    kind = _SAME.get(kind, kind)
    upload.seek(0)
    head = upload.read(4096)
    if kind == "pdf":
        # Some scanners write a line end or a byte order mark before it; readers do not mind.
        head = head.removeprefix(_BOM).lstrip(b"\r\n\t \x00")
    if kind in _BEGINS:
        return head.startswith(_BEGINS[kind])
    if kind == "webp":
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    if kind == "heic":
        # A phone that shares a picture turns it into a JPEG and keeps its name.
        return (
            head.startswith(_BEGINS["jpg"])
            or head[4:8] == b"ftyp"
            and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc")
        )
    if kind in _OFFICE and head.startswith(_OLE):
        return _is_protected(upload)
    return _in_zip(upload, kind) if kind in _OFFICE or kind in _OPEN else _is_text(upload, head)


def _judged(upload: File, kind: str) -> bool | None:
    """`is_kind`, or None for an archive that unpacks to too much."""
    try:
        return is_kind(upload, kind)
    except TooMuch:
        return None


def check_files(uploads: Sequence[File]) -> None:
    """Refuse files that are too many, too large, empty, of another kind, or not what their name says."""
    if len(uploads) > AT_ONCE:
        raise Refused(_("At most %(n)d files at once.") % {"n": AT_ONCE}, code="many", field="files")
    for upload in uploads:
        name, kind = clean_name(upload.name or ""), PurePath(upload.name or "").suffix.lstrip(".").lower()
        if kind not in KINDS:
            problem = _(
                "“%(name)s”: this file type is not supported. Allowed: PDF, pictures, office files, text and CSV."
            )
        elif upload.size > LARGEST:
            problem = _("“%(name)s” is larger than 20 MB: make it smaller.")
        elif not upload.size:
            problem = _("“%(name)s” is empty.")
        elif (found := _judged(upload, kind)) is None:
            problem = _("“%(name)s” is too large when unpacked: it was not saved.")
        elif not found:
            problem = _(
                "The content of “%(name)s” does not match its file type: open it, save it as the correct type, and choose it again."
            )
        else:
            continue
        raise Refused(problem % {"name": name}, code="file", field="files")


def clean_name(name: str) -> str:
    """The file's name for people: no folders, no control characters, at most 160 characters with its ending kept."""
    plain = "".join(c for c in PurePath(name.replace("\\", "/")).name if c.isprintable()).strip() or "file"
    if len(plain) <= 160:
        return plain
    ending = PurePath(plain).suffix[:12]
    return plain[: 160 - len(ending)] + ending


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
        rows = []
        for upload in uploads:
            name = clean_name(upload.name or "")
            row = Attachment(customer=customer, followup_id=followup_id, name=name, size=upload.size, by=by, at=at)
            storage.save(row.file, name, upload)
            row.save()
            log.record(by=by, action="file.attached", at=at, subject=row, customer_id=customer.pk)
            rows.append(row)
        return rows


def record_with_files(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    fields: Mapping[str, Any],
    uploads: Sequence[File] = (),
    idempotency_key: str | None = None,
    book: "PolicyBook | None" = None,
) -> FollowUp:
    """Write down an exchange together with its files, or nothing of it; see `follow_ups.record` and `attach`."""
    if not uploads:
        return record_followup(
            customer_id=customer_id, by=by, at=at, fields=fields, idempotency_key=idempotency_key, book=book
        )
    check_files(uploads)
    with transaction.atomic():
        row = record_followup(
            customer_id=customer_id, by=by, at=at, fields=fields, idempotency_key=idempotency_key, book=book
        )
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
        row = Attachment.objects.select_for_update(no_key=True).filter(pk=attachment_id, voided_at__isnull=True).first()
        if row is None:
            raise Refused(_("This file no longer exists."), code="gone")
        if row.by_id != by.pk:
            raise Refused(
                _("%(person)s added this file: you can't withdraw what others added.") % {"person": row.by},
                code="not_author",
            )
        Attachment.objects.filter(pk=row.pk).update(voided_at=at)
        log.record(by=by, action="file.voided", at=at, subject=row, customer_id=row.customer_id)
        return row


def note_download(*, row: Attachment, by: User, at: datetime) -> Entry:
    """Who took which file out (Na8)."""
    return log.record(by=by, action="file.downloaded", at=at, subject=row, customer_id=row.customer_id)
