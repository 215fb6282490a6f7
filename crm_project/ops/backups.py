"""Backups: the database and the uploads in one file, and back again."""

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from crm_project.lib.tables.archive import Archive, TooMuch

from .problems import PROGRAM_MISSING, problem_text

FORMAT = 1
META, UPLOADS = "meta.json", "uploads"
MEMBERS = 5_000_000  # uploads of many years; each costs some hundred bytes of memory
LONGEST_META = 10_000  # bytes
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class BackupRefused(Exception):
    """A backup that cannot be made or put back, in words for the admin; a `code` of `problems` with its values where it is kept."""

    def __init__(self, text: str, code: str = "", **values: str) -> None:
        super().__init__(text)
        self.code, self.values = code or text, values


def refused(code: str, **values: str) -> BackupRefused:
    """The refusal of one of the `problems`."""
    return BackupRefused(problem_text(code, values), code, **values)


def make_backup(target: Path, *, at: datetime) -> Path:
    """Write the backup to a file that appears only when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    dump = DUMPS[connection.vendor]
    meta = {"format": FORMAT, "vendor": connection.vendor, "at": at.isoformat(timespec="seconds")}
    try:
        with (
            tempfile.TemporaryDirectory(dir=target.parent) as folder,
            open(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            # The database first: an upload that comes meanwhile is then one too many, never one too few.
            path = Path(folder) / dump
            _dump(path)
            archive.writestr(META, json.dumps(meta))
            archive.write(path, dump)
            for upload in _files(Path(settings.MEDIA_ROOT)):
                archive.write(upload, f"{UPLOADS}/{upload.relative_to(settings.MEDIA_ROOT)}")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def restore_backup(source: Path) -> dict[str, Any]:
    """Replace the database and the uploads by those of a backup; return what it says of itself."""
    free = max(shutil.disk_usage(settings.CRM_DATA).free - settings.DISK_FREE_MB * 2**20, 0)
    try:
        archive = Archive(source, members=MEMBERS, unpacked=free, beyond_four_gb=True)
    except (OSError, zipfile.BadZipFile) as error:
        raise BackupRefused(_("%(file)s is not a backup: %(error)s") % {"file": source, "error": error}) from error
    except TooMuch as error:
        raise BackupRefused(
            _("%(file)s needs more space than is available (%(free)d MB): free some space, or check the file.")
            % {"file": source, "free": free // 2**20}
        ) from error
    with archive, tempfile.TemporaryDirectory(dir=settings.CRM_DATA) as folder:
        meta = _meta(archive, source)
        strange = [n for n in archive.names if n not in (META, DUMPS[connection.vendor]) and not _is_upload(n)]
        if strange:
            raise BackupRefused(
                _("%(file)s contains %(part)s, which does not belong in a backup.")
                % {"file": source, "part": strange[0]}
            )
        broken = archive.broken()
        if broken:
            raise BackupRefused(_("%(file)s is damaged at %(part)s.") % {"file": source, "part": broken})
        archive.unpack(folder)
        _load(Path(folder) / DUMPS[connection.vendor])
        _replace_uploads(Path(folder) / UPLOADS)
    _forget_cache()
    return meta


def prune(folder: Path, *, keep: int) -> list[Path]:
    """Remove all but the newest backups that were named by the clock; return those removed."""
    old = sorted(folder.glob("crm-????????-??????.zip"))[:-keep] if keep > 0 else []
    for path in old:
        path.unlink()
    return old


def file_name(at: datetime) -> str:
    """The name of a backup made now."""
    return f"crm-{timezone.localtime(at):%Y%m%d-%H%M%S}.zip"


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
    if meta["format"] != FORMAT or meta["vendor"] != connection.vendor:
        raise BackupRefused(
            _("The backup is from %(theirs)s, but this installation runs on %(ours)s: use a backup of the same type.")
            % {"theirs": meta["vendor"], "ours": connection.vendor}
        )
    return meta


def _dump(path: Path) -> None:
    if connection.vendor == "sqlite":
        with sqlite3.connect(path) as target:
            connection.ensure_connection()
            connection.connection.backup(target)
        target.close()
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def _load(path: Path) -> None:
    if connection.vendor == "sqlite":
        with sqlite3.connect(path) as source:
            connection.ensure_connection()
            source.backup(connection.connection)  # as one transaction: others see the old data or the new
        source.close()
        connections.close_all()
    else:
        connections.close_all()
        script, empty = path.with_suffix(".sql"), path.with_name("empty.sql")
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", path, connect=False)
        # Everything goes, also tables younger than the backup; in one transaction: all or nothing.
        empty.write_text("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
        _run("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "-f", empty, "-f", script)


def _run(program: str, *arguments: Any, connect: bool = True) -> None:
    """Run a PostgreSQL program on our database; the password goes where other users cannot see it."""
    if shutil.which(program) is None:
        raise refused(PROGRAM_MISSING, program=program)
    database = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]}
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = os.environ | {key: str(database[name]) for key, name in named.items() if database.get(name)}
    sslmode = database.get("OPTIONS", {}).get("sslmode")
    if sslmode:
        environment["PGSSLMODE"] = sslmode
    # A server that still runs must not make this wait for ever.
    environment["PGOPTIONS"] = "-c lock_timeout=60s"
    command = [program, *([f"--dbname={database['NAME']}"] if connect else []), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise BackupRefused(f"{program}: {done.stderr.strip()}")


def _forget_cache() -> None:
    """Drop what was remembered of the replaced data; on Redis only our own keys, not the queue."""
    if not settings.REDIS_URL:
        cache.clear()
        return
    with closing(redis.Redis.from_url(settings.REDIS_URL)) as client:
        for key in client.scan_iter(match=f"{settings.CACHES['default']['KEY_PREFIX']}:*", count=1000):
            client.delete(key)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


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
