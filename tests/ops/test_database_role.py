"""The running role of docs/operations.md works with the CRM and cannot touch the audit."""

import re

import psycopg2
import pytest
from django.db import connection

from crm_project.audit.domain import chain, log
from crm_project.audit.models import Entry
from tests.cast import NOW
from tests.ops.processes import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.django_db, pytest.mark.req("Ne3")]


@pytest.fixture
def running_role():
    """The role, made as the page says, for the rest of this transaction."""
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    statements = re.search(r"```sql\n(.*?)```", text, re.S)[1].replace("crm_running", "crm_running_test")
    with connection.cursor() as cursor:
        cursor.execute(statements)
        yield cursor
        cursor.execute("RESET ROLE")


def test_it_writes_the_audit_and_chains_it(running_role, cast):
    running_role.execute("SET ROLE crm_running_test")
    log.record(by=cast.admin, action="person.changed", at=NOW, subject=cast.rep)
    cast.rep.full_name = "Renamed"
    cast.rep.save(update_fields=["full_name"])
    assert chain.seal() == Entry.objects.count() > 0


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET reason = 'x'",
        "TRUNCATE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_append_only ON audit_entry",
        "DROP TABLE audit_entry",
        "DELETE FROM django_migrations",
    ],
)
def test_it_cannot_touch_what_is_written(running_role, cast, statement):
    log.record(by=cast.admin, action="person.changed", at=NOW, subject=cast.rep)
    running_role.execute("SET ROLE crm_running_test")
    running_role.execute("SAVEPOINT tried")
    with pytest.raises(Exception) as error:
        running_role.execute(statement)
    assert isinstance(error.value.__cause__, psycopg2.errors.InsufficientPrivilege)
    running_role.execute("ROLLBACK TO tried")
