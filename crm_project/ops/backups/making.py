"""The database and the uploads into one file (rows Na5, Ng5, Nh5)."""

import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from . import checksums, dumps, encryption

FORMAT = 1
META, UPLOADS = "meta.json", "uploads"
DATABASE, FILES, ENCRYPTING = "database", "uploads", "encryption"  # what is being done
EVERY = 200  # uploads between two words on how far it is

Progress = Callable[[str, int, int], None]  # what is being done, how much of it is, of how much


def no_progress(stage: str, done: int, total: int) -> None:
    """For whoever does not look."""


def file_name(at: datetime) -> str:
    """The name of a backup made now."""
    return f"crm-{timezone.localtime(at):%Y%m%d-%H%M%S}.zip{encryption.SUFFIX if settings.BACKUP_KEY else ''}"


def make_backup(target: Path, *, at: datetime, progress: Progress = no_progress) -> str:
    """Write the backup to a file that appears only when it is whole, and its checksum beside it; returns that."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft, sealed = (target.with_name(f".{target.name}.{os.getpid()}{end}") for end in ("", ".enc"))
    try:
        with tempfile.TemporaryDirectory(prefix=".crm-", dir=target.parent) as folder:
            _write_archive(draft, Path(folder), at, progress)
        whole = draft
        if settings.BACKUP_KEY:
            progress(ENCRYPTING, 0, 0)
            with open(draft, "rb") as plain, _private(sealed) as file:
                encryption.encrypt(plain, file, settings.BACKUP_KEY)
            whole = sealed
        digest = checksums.checksum(whole)
        checksums.write(target, digest)
        whole.replace(target)
    finally:
        draft.unlink(missing_ok=True)
        sealed.unlink(missing_ok=True)
    return digest


def _write_archive(draft: Path, folder: Path, at: datetime, progress: Progress) -> None:
    with _private(draft) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # The database first: an upload that comes meanwhile is then one too many, never one too few.
        progress(DATABASE, 0, 0)
        dump = folder / dumps.NAMES[connection.vendor]
        contents = dumps.dump(dump)
        uploads = _files(Path(settings.MEDIA_ROOT))
        archive.writestr(META, json.dumps(_meta(at) | {"contents": contents, "uploads": len(uploads)}))
        archive.write(dump, dump.name)
        dump.unlink()
        for number, upload in enumerate(uploads):
            if number % EVERY == 0:
                progress(FILES, number, len(uploads))
            archive.write(upload, f"{UPLOADS}/{upload.relative_to(settings.MEDIA_ROOT)}")


def _meta(at: datetime) -> dict[str, Any]:
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "format": FORMAT,
        "vendor": connection.vendor,
        "at": at.isoformat(timespec="seconds"),
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
    }


def _private(path: Path) -> Any:
    return open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
