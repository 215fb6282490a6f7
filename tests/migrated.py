"""The migrated database is made once, and copied for each worker and each run until a migration changes."""

import contextlib
import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"


def fingerprint() -> str:
    """Of all that decides what a migrated database looks like."""
    seen = hashlib.sha256()
    for path in sorted([*ROOT.glob("*/**/migrations/*.py"), ROOT / "requirements.txt"]):
        if ".venv" not in path.parts:
            seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


@contextlib.contextmanager
def one_at_a_time(vendor: str) -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with open(KEPT / f"lock-{vendor}", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Django migrates what is there: a copy, on which nothing is left to be done."""
    return True


@pytest.fixture(scope="session")
def migrated(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """Put a migrated copy where the test database belongs; the first to come makes it."""
    from django.db import connection

    with one_at_a_time(connection.vendor), django_db_blocker.unblock():
        (_on_sqlite if connection.vendor == "sqlite" else _on_postgres)(connection)


def _make(connection: Any) -> None:
    outside = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = outside


def kept_file() -> Path:
    """The migrated SQLite database; there once `migrated` was asked for on SQLite."""
    return KEPT / f"{fingerprint()}.sqlite3"


def _on_sqlite(connection: Any) -> None:
    target = Path(connection.settings_dict["TEST"]["NAME"])
    kept = kept_file()
    if not kept.exists():
        _make(connection)
        for older in KEPT.glob("*.sqlite3"):
            older.unlink()
        with sqlite3.connect(target) as made, sqlite3.connect(kept.with_suffix(".part")) as copy:
            made.backup(copy)
        kept.with_suffix(".part").replace(kept)
    for part in (target, target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
        part.unlink(missing_ok=True)
    shutil.copyfile(kept, target)


def _on_postgres(connection: Any) -> None:
    name = connection.creation._get_test_db_name()
    template = f"migrated_{fingerprint()}"
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            return
    _make(connection)
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated\\_%'")
        for (older,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE "{older}"')
        cursor.execute(f'CREATE DATABASE "{template}" TEMPLATE "{name}"')
