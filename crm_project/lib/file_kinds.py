"""What may be uploaded, judged by its bytes: kinds of files, sizes, names (row M12)."""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePath

from django.core.files.base import File
from django.utils.translation import gettext as _

from crm_project.lib.refused import Refused
from crm_project.lib.tables.archive import Archive, TooMuch

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
    # Voice notes, as phones and browsers record them.
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "aac": (b"\xff\xf1", b"\xff\xf9", b"ID3"),
    "amr": (b"#!AMR",),
    "ogg": (b"OggS",),
    "webm": (b"\x1aE\xdf\xa3",),
}
_BOM = b"\xef\xbb\xbf"
# The part of a file protected by a password that holds the document: Office puts it into a container of the old kind.
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_SAME = {"jpeg": "jpg", "tif": "tiff", "heif": "heic", "oga": "ogg", "opus": "ogg", "3gp": "m4a"}
KINDS = (*_BEGINS, *_SAME, *_OFFICE, *_OPEN, "webp", "heic", "m4a", "wav", "txt", "csv")


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
    if kind == "wav":
        return head[:4] == b"RIFF" and head[8:12] == b"WAVE"
    if kind == "m4a":
        return head[4:8] == b"ftyp" and head[8:11] in (b"M4A", b"mp4", b"iso", b"3gp")
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
                "“%(name)s”: this file type is not supported. Allowed: PDF, pictures, voice notes, office files, text and CSV."
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
