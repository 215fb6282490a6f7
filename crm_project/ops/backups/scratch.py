"""A database and a folder for one rehearsal: nothing of the running installation is reached from there (rows Ne4, Nh5)."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection

from crm_project.ops.problems import NO_SCRATCH

from .refusals import refused

FOLDER = ".rehearsal-"  # no name of a backup, nor of what one is made in
SUFFIX, MARK = "_rehearsal", "made for the rehearsal of a backup"
# Nothing that the rehearsal does may reach what runs: its queue and cache, the folders of the audit, mail.
UNSET = ("REDIS_URL", "DATABASE_URL", "DATABASE_POOLED", "BACKUP_SECOND_FOLDER", "AUDIT_SEAL_FOLDER", "AUDIT_SEAL_MAIL")


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """The environment of a process that restores into a database of its own, which is gone afterwards. BackupRefused.

    Only while `folder.alone`: what a killed rehearsal left is removed first.
    """
    root = Path(settings.BACKUP_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in root.glob(f"{FOLDER}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=FOLDER, dir=root) as folder:
        names = {key: value for key, value in os.environ.items() if key not in UNSET}
        names |= {
            "CRM_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "crm_project.settings",
            "SECRET_KEY": settings.SECRET_KEY,
            "BACKUP_KEY": settings.BACKUP_KEY,
            "AUDIT_SEAL_SYSLOG": "0",
            "DEMO": "0",
        }
        if connection.vendor == "sqlite":
            yield names
            return
        with _database() as url:
            yield names | {"DATABASE_URL": url}


@contextmanager
def _database() -> Iterator[str]:
    """The address of an empty database: the one that the environment names, or one beside ours."""
    if settings.REHEARSAL_DATABASE_URL:
        yield settings.REHEARSAL_DATABASE_URL
        return
    name = f"{connection.settings_dict['NAME']}{SUFFIX}"
    quoted = connection.ops.quote_name(name)
    try:
        with connection.cursor() as cursor:
            _drop(cursor, name)
            cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")
            cursor.execute(f"COMMENT ON DATABASE {quoted} IS '{MARK}'")
    except DatabaseError as error:
        raise refused(NO_SCRATCH, said=str(error).strip().partition("\n")[0]) from error
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        with connection.cursor() as cursor:
            _drop(cursor, name)


def _drop(cursor: Any, name: str) -> None:
    """Remove what an earlier rehearsal left, and no other database that happens to have the name."""
    cursor.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s AND shobj_description(oid, 'pg_database') = %s", [name, MARK]
    )
    if cursor.fetchone():
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")


def python(*arguments: str) -> list[str]:
    """The command line of manage.py."""
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
