"""The database into a file and back, by what each database brings along for it."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from crm_project.ops.problems import PROGRAM_MISSING

from .contents import Contents, contents_of
from .refusals import BackupRefused, refused

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def dump(path: Path) -> Contents:
    """Write the database to the file; returns what is in it, counted at the same moment."""
    if connection.vendor == "sqlite":
        return _dump_sqlite(path)
    with transaction.atomic(), connection.cursor() as cursor:
        # Whoever uses the snapshot sees the same moment: what is counted here is what pg_dump writes.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        contents = contents_of(cursor)
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        _run("pg_dump", *options, f"--file={path}")
    return contents


def load(path: Path) -> None:
    """Replace the database by that of the file, in one transaction: others see the old data or the new."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(path) as source:
            connection.ensure_connection()
            source.backup(connection.connection)
        source.close()
        connections.close_all()
        return
    connections.close_all()
    script, empty = path.with_suffix(".sql"), path.with_name("empty.sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", path, connect=False)
    # Everything goes, also tables younger than the backup.
    empty.write_text("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
    _run("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "-f", empty, "-f", script)


def _dump_sqlite(path: Path) -> Contents:
    with closing(sqlite3.connect(path)) as target:
        connection.ensure_connection()
        connection.connection.backup(target)
        # The copy stands still while it is counted, however much is written meanwhile.
        return contents_of(target.cursor(factory=SQLiteCursorWrapper))


def _run(program: str, *arguments: Any, connect: bool = True) -> None:
    """Run a PostgreSQL program on our database; the password goes where other users cannot see it."""
    if shutil.which(program) is None:
        raise refused(PROGRAM_MISSING, program=program)
    database = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]}
    command = [program, *([f"--dbname={database['NAME']}"] if connect else []), *arguments]
    done = subprocess.run(command, env=_environment(database), capture_output=True, text=True)
    if done.returncode != 0:
        raise BackupRefused(f"{program}: {done.stderr.strip()}")


def _environment(database: Mapping[str, Any]) -> dict[str, str]:
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = os.environ | {key: str(database[name]) for key, name in named.items() if database.get(name)}
    sslmode = database.get("OPTIONS", {}).get("sslmode")
    if sslmode:
        environment["PGSSLMODE"] = sslmode
    # A server that still runs must not make this wait for ever.
    return environment | {"PGOPTIONS": "-c lock_timeout=60s"}
