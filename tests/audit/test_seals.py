"""The proof notices what was altered, what was slipped in and what was cut off, also at the end."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from crm_project.audit import tasks
from crm_project.audit.domain import chain, log, seals
from crm_project.audit.models import Entry
from tests.cast import NOW
from tests.commands import run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ne3"), pytest.mark.both]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Counts of this test only."""
    settings.AUDIT_SEAL_FOLDER = tmp_path / "counts"
    return settings.AUDIT_SEAL_FOLDER


@pytest.fixture
def hundred(cast):
    """A hundred chained entries, counted."""
    for n in range(100):
        log.record(by=cast.admin, action="person.changed", at=NOW + timedelta(minutes=n), subject=cast.rep)
    total = tasks.count()
    assert total >= 100
    return total


def cut(where, *values):
    """Delete as somebody would who owns the table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        cursor.execute(f"DELETE FROM audit_entry WHERE {where}", values)
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER ALL")


def test_what_is_whole_is_proved(hundred):
    assert run("verify_audit") == (0, [f"{hundred} entries proved"], [])
    assert tasks.prove() == (hundred, None)


def test_cutting_the_last_fifty_fails_the_proof(hundred):
    cut("seal > %s", hundred - 50)
    assert chain.verify() == (hundred - 50, None), "the chain alone does not notice"
    code, out, errors = run("verify_audit")
    assert code == 1 and out == [f"{hundred - 50} entries proved"]
    assert "50 entries are missing at the end" in errors[0]
    assert "50 entries are missing" in tasks.prove()[1]


def test_new_entries_in_the_place_of_those_cut_off_do_not_hide_it(hundred, cast):
    cut("seal > %s", hundred - 50)
    for _n in range(60):
        log.record(by=cast.admin, action="person.changed", at=NOW, subject=cast.rep)
    code, _out, errors = run("verify_audit")
    assert code == 1 and "is not the one that was counted" in errors[0]


def test_cutting_everything_fails_the_proof(hundred):
    cut("id > 0")
    assert run("verify_audit")[0] == 1


def test_a_count_that_somebody_wrote_or_altered_is_not_believed(hundred, folder):
    (path,) = folder.glob("*.jsonl")
    line = json.loads(path.read_text())
    cut("seal > %s", hundred - 50)
    for altered in ({**line, "count": hundred - 50}, {"count": 1}, []):
        path.write_text(json.dumps(altered) + "\n")
        code, _out, errors = run("verify_audit")
        assert code == 1 and "cannot be believed" in errors[0]


def test_a_line_kept_elsewhere_proves_it_though_the_folder_was_emptied(hundred, folder, tmp_path):
    (path,) = folder.glob("*.jsonl")
    elsewhere = path.rename(tmp_path / "from-a-mail.txt")
    cut("seal > %s", hundred - 50)
    assert run("verify_audit")[0] == 0
    code, _out, errors = run("verify_audit", "--against", elsewhere)
    assert code == 1 and "50 entries are missing" in errors[0]
    assert "no such file" in run("verify_audit", "--against", tmp_path / "gone")[2][0]


def test_a_key_that_was_changed_still_proves_old_counts(hundred, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, long enough to be accepted by whoever reads it"
    assert run("verify_audit")[0] == 0
    settings.SECRET_KEY_FALLBACKS = []
    assert run("verify_audit")[0] == 1


def test_a_restored_backup_takes_back_what_was_counted_beyond_it(hundred):
    cut("seal > %s", hundred - 50)
    seals.write_seal(at=NOW + timedelta(hours=2), kind=seals.RESTORED)
    assert run("verify_audit")[0] == 0
    cut("seal > %s", hundred - 60)
    assert run("verify_audit")[0] == 1


def test_the_count_goes_by_mail_where_an_address_is_named(hundred, settings):
    settings.AUDIT_SEAL_MAIL = "auditor@elsewhere.example"
    tasks.count()
    (sent,) = mail.outbox
    assert sent.to == ["auditor@elsewhere.example"] and f'"count": {hundred}' in sent.body


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit_entry", "UPDATE audit_entry SET reason = 'x'", "TRUNCATE audit_entry CASCADE"]
)
def test_the_database_refuses_to_delete_change_and_empty(hundred, statement):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if statement.startswith("TRUNCATE"):
                pytest.skip("SQLite has no TRUNCATE")
            from importlib import import_module

            made = import_module("crm_project.audit.migrations._append_only").SQLITE[0]
            cursor.execute(made.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_no_truncate")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement)
    assert Entry.objects.count() >= 100
