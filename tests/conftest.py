import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, assemble
from tests.infrastructure import browser_context_args, browser_type_launch_args  # noqa: F401 - over those of the plugin
from tests.migrated import django_db_keepdb, migrated  # noqa: F401


@pytest.fixture
def cast(db):
    """The people of every story; the clock stands at Monday 2 March 2026, 09:00."""
    return assemble()


@pytest.fixture
def clock():
    """Time stands still at NOW; `clock.move_to(...)` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def signed_in(client):
    """signed_in(person) -> the client as that person."""

    def sign_in(person):
        client.logout()  # a session of its own, as whoever signs in anew gets it
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def queries(client):
    """queries(url) -> how many queries the page takes, with everything warm."""

    def count(url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url)
        assert answer.status_code == 200, answer.status_code
        return len(captured)

    return count


@pytest.fixture(scope="session")
def django_db_setup(migrated, django_db_setup, django_db_blocker):  # noqa: F811
    """Tables are emptied between tests, which the append-only ones refuse: their guards are put up where they are tested."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_delete")
            cursor.execute("DROP TRIGGER IF EXISTS ledger_no_delete")
            cursor.execute("DROP TRIGGER IF EXISTS published_version_no_delete")
            cursor.execute("DROP TRIGGER IF EXISTS signed_sheet_no_delete")
            cursor.execute("DROP TRIGGER IF EXISTS folder_log_no_delete")
        else:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_no_truncate")
            cursor.execute("ALTER TABLE assignment_ownershipevent DISABLE TRIGGER ledger_no_truncate")
            cursor.execute("ALTER TABLE customers_folderentry DISABLE TRIGGER folder_log_no_truncate")


@pytest.fixture(autouse=True)
def _policies_read_anew(monkeypatch):
    """Approved versions never change, so they are remembered; numbers of versions begin anew in every test."""
    from assignment.domain import slots
    from assignment.domain.policies import lookup as policies
    from crm_project.accounts.domain import settings_store
    from crm_project.lib import once_a_minute
    from customers.domain import contact_due, rhythm
    from customers.domain.classes import class_rules
    from reports.domain.work_reports.templates import kept_book

    policies._parsed.cache_clear()
    slots._limit.cache_clear()
    class_rules.forget()
    settings_store.forget()
    rhythm.forget()
    contact_due.forget()
    kept_book.forget()
    # A minute that ends in the middle of a test would cost a page a query more.
    monkeypatch.setattr(once_a_minute, "minute_of_process", lambda: 0)
