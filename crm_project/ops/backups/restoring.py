"""A backup back in place of the database and the uploads (rows Na5, Nh5)."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from crm_project.lib.tables.archive import Archive, TooMuch
from crm_project.ops.problems import CHECKSUM, NEWER

from . import checksums, dumps, encryption
from .making import FORMAT, META, UPLOADS
from .refusals import BackupRefused, refused

MEMBERS = 5_000_000  # uploads of many years; each costs some hundred bytes of memory
LONGEST_META = 1_000_000  # bytes


def restore_backup(source: Path) -> dict[str, Any]:
    """Replace the database and the uploads by those of a backup; return what it says of itself."""
    if not source.is_file():
        raise BackupRefused(_("There is no file %(file)s.") % {"file": source})
    if checksums.differs(source):
        raise refused(CHECKSUM, file=source.name)
    with tempfile.TemporaryDirectory(dir=settings.CRM_DATA) as name:
        folder = Path(name)
        with _opened(_readable(source, folder), source) as archive:
            meta = _checked(archive, source)
            archive.unpack(folder)
        dumps.load(folder / dumps.NAMES[connection.vendor])
        _replace_uploads(folder / UPLOADS)
    _forget_cache()
    return meta


def _readable(source: Path, folder: Path) -> Path:
    """The file itself, or what it holds once it is decrypted."""
    if not encryption.is_encrypted(source):
        return source
    plain = folder / "backup.zip"
    with open(plain, "xb") as target:
        encryption.decrypt(source, target, settings.BACKUP_KEY)
    return plain


@contextmanager
def _opened(path: Path, source: Path) -> Iterator[Archive]:
    free = max(shutil.disk_usage(settings.CRM_DATA).free - settings.DISK_FREE_MB * 2**20, 0)
    try:
        archive = Archive(path, members=MEMBERS, unpacked=free, beyond_four_gb=True)
    except (OSError, zipfile.BadZipFile) as error:
        raise BackupRefused(_("%(file)s is not a backup: %(error)s") % {"file": source, "error": error}) from error
    except TooMuch as error:
        raise BackupRefused(
            _("%(file)s needs more space than is available (%(free)d MB): free some space, or check the file.")
            % {"file": source, "free": free // 2**20}
        ) from error
    with archive:
        yield archive


def _checked(archive: Archive, source: Path) -> dict[str, Any]:
    """What the backup says of itself, once nothing in it is strange or damaged."""
    meta = _meta(archive, source)
    strange = [n for n in archive.names if n not in (META, dumps.NAMES[connection.vendor]) and not _is_upload(n)]
    if strange:
        raise BackupRefused(
            _("%(file)s contains %(part)s, which does not belong in a backup.") % {"file": source, "part": strange[0]}
        )
    broken = archive.broken()
    if broken:
        raise BackupRefused(_("%(file)s is damaged at %(part)s.") % {"file": source, "part": broken})
    return meta


def _is_upload(name: str) -> bool:
    """Whether the member is a file of the uploads, wherever its name would lead."""
    parts = name.split("/")
    return len(parts) > 1 and parts[0] == UPLOADS and not {"", ".", ".."} & set(parts)


def _meta(archive: Archive, source: Path) -> dict[str, Any]:
    try:
        meta: dict[str, Any] = json.loads(archive.whole(META, LONGEST_META))
        if not isinstance(meta, dict) or not {"format", "vendor"} <= meta.keys():
            raise ValueError("meta")
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BackupRefused(_("%(file)s is not a backup of this program.") % {"file": source}) from error
    if not isinstance(meta["format"], int) or meta["format"] > FORMAT or _unknown(meta.get("migrations", ())):
        raise refused(NEWER, file=source.name)
    if meta["vendor"] != connection.vendor:
        raise BackupRefused(
            _("The backup is from %(theirs)s, but this installation runs on %(ours)s: use a backup of the same type.")
            % {"theirs": meta["vendor"], "ours": connection.vendor}
        )
    return meta


def _unknown(applied: Any) -> set[str]:
    """Migrations that were applied to the backup and that this version of the program does not have."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known |= set(migration.replaces)
    return set(map(str, applied)) - {f"{app}.{name}" for app, name in known}


def _forget_cache() -> None:
    """Drop what was remembered of the replaced data; on Redis only our own keys, not the queue."""
    if not settings.REDIS_URL:
        cache.clear()
        return
    with closing(redis.Redis.from_url(settings.REDIS_URL)) as client:
        for key in client.scan_iter(match=f"{settings.CACHES['default']['KEY_PREFIX']}:*", count=1000):
            client.delete(key)


def _replace_uploads(source: Path) -> None:
    """Put the uploads of the backup where the present ones are, which are kept aside until that is done."""
    uploads = Path(settings.MEDIA_ROOT)
    aside = uploads.with_name(f".{uploads.name}.before-restore")
    shutil.rmtree(aside, ignore_errors=True)
    if uploads.exists():
        uploads.rename(aside)
    if source.exists():
        shutil.move(source, uploads)
    else:
        uploads.mkdir()
    shutil.rmtree(aside, ignore_errors=True)
