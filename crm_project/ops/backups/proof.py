"""Inside the scratch database: put a backup back and look whether it is all there (rows Nb2, Ne4, Nh5)."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from crm_project.audit.models import Entry
from crm_project.ops.problems import CHECK_FAILED, ROWS_DIFFER, SCRATCH_IN_USE, SUMS_DIFFER, UPLOADS_DIFFER

from . import contents, restoring
from .refusals import refused

MARK = "crm_rehearsal"  # a schema that only rehearsals make
MOST = 20  # problems named
Problem = tuple[str, dict[str, Any]]


def prove(source: Path) -> dict[str, Any]:
    """{"problems": [[code, values], …], "chain": [entries, digest]}. BackupRefused where it cannot be restored."""
    _check_empty()
    meta = restoring.restore_backup(source)
    with connection.cursor() as cursor:
        found = contents.contents_of(cursor)
    problems = [*_contents(meta, found), *_uploads(meta)]
    last = Entry.objects.filter(seal__isnull=False).order_by("-seal").values_list("seal", "digest").first()
    # The checks need the tables of this version.
    call_command("migrate", interactive=False, verbosity=0)
    problems += _checks()
    _empty()
    return {"problems": problems[:MOST], "chain": last or [0, ""]}


def _contents(meta: dict[str, Any], found: contents.Contents) -> Iterator[Problem]:
    for table, what, expected, there in contents.differences(meta.get("contents", found), found):
        values = {"table": table, "column": what, "expected": str(expected or 0), "found": str(there or 0)}
        yield (ROWS_DIFFER if what == contents.ROWS else SUMS_DIFFER), values


def _uploads(meta: dict[str, Any]) -> Iterator[Problem]:
    found = sum(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))
    expected = meta.get("uploads", found)
    if found != expected:
        yield UPLOADS_DIFFER, {"expected": expected, "found": found}


def _checks() -> Iterator[Problem]:
    """Deadlines, ownership and ledger, sums, audit: the commands that also the night runs."""
    for name in settings.DATA_CHECKS:
        try:
            call_command(name, stdout=StringIO(), stderr=StringIO())
        except CommandError as error:
            yield CHECK_FAILED, {"check": name, "said": str(error)[:500]}


def _check_empty() -> None:
    """Whether nothing is lost here: no table, or what a rehearsal left that was killed."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if connection.vendor == "sqlite":
            if tables:
                raise refused(SCRATCH_IN_USE)
            return
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [MARK])
        if tables and not cursor.fetchone():
            raise refused(SCRATCH_IN_USE)
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {MARK}")


def _empty() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
