"""What changed in a file reads the same on its history, in its timeline and in the audit (rows Na8, Ne3)."""

import pytest

from activities.presenters import timeline
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.audit.presenters.rows import table
from customers.domain.access.masking import mask_for
from customers.models import Contact, Ownership
from customers.presenters import history
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.req("Na8", "Ne3"), pytest.mark.usefixtures("clock")]

CHANGES = {
    "cooperating_since": [None, "2024-03-01"],
    "level": ["core", "growth"],
    "registered_capital": ["1000.00", "250000.00"],
    "vip": [False, True],
}
WORDS = {("", "2024-03-01"), ("Core", "High-growth"), ("1,000.00", "250,000.00"), ("no", "yes")}


def changed(row, by, **changes):
    log.record(by=by, action="customer.changed", at=NOW, subject=row, customer_id=row.pk, changes=changes)


def of_history(row, reader):
    rows, _page = history.page(row, cursor="", mask=mask_for(reader, row, Ownership.of(row.pk), NOW))
    return rows[0]


def of_timeline(row, reader):
    return timeline.page(row, reader, NOW, kind="changes")["days"][0]["entries"][0]


def test_history_audit_and_timeline_say_the_same(cast):
    row = customer(cast.rep)
    changed(row, cast.rep, **CHANGES)
    (audited,) = table(list(Entry.objects.filter(action="customer.changed")), cast.admin)
    assert audited["changes"] == of_history(row, cast.rep)["changes"]
    assert {(old, new) for _field, old, new in audited["changes"]} == WORDS
    lines = {f"{field}: {old or '(empty)'} → {new}" for field, old, new in audited["changes"]}
    assert set(of_timeline(row, cast.rep)["body"].split("\n")) == lines


def test_a_field_that_no_app_declares_is_called_as_its_column_is(cast):
    row = customer(cast.rep)
    contact = Contact.objects.create(customer=row, name="Li 13912345678", created_at=NOW)
    changes = {"im": ["", "li_9"]}
    log.record(by=cast.rep, action="contact.saved", at=NOW, subject=contact, customer_id=row.pk, changes=changes)
    assert of_timeline(row, cast.rep)["body"] == "QQ / WeChat: (empty) → li_9"


def test_numbers_in_the_name_of_a_subject_are_masked_as_well(cast):
    row = customer(cast.rep, vip=True)
    contact = Contact.objects.create(customer=row, name="Li 13912345678", created_at=NOW)
    log.record(by=cast.rep, action="contact.saved", at=NOW, subject=contact, customer_id=row.pk)
    assert "13912345678" in of_history(row, cast.rep)["subject"]
    assert "13912345678" not in of_history(row, cast.auditor)["subject"]
    assert "13912345678" in of_timeline(row, cast.rep)["foot"]
    assert "13912345678" not in of_timeline(row, cast.auditor)["foot"]
