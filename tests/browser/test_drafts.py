"""What was typed comes back after a reload, and puts back nothing that others saved meanwhile."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from customers.domain import records
from customers.models import Contact, Customer
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_restored_draft_keeps_what_others_saved_and_shows_what_both_changed(walker, company, now):
    row = customer(
        company.rep, since=now - timedelta(days=3), address="Road 1", introduction="modules", business_scope="a"
    )
    walker.sign_in(company.rep)
    page = walker.open(f"/customers/{row.pk}/edit/")
    page.fill("[name=introduction]", "modules and frames")
    changed = {"address": "Road 9", "introduction": "trackers"}
    records.update_customer(customer_id=row.pk, by=company.manager, at=now, fields=changed)
    page = walker.open(f"/customers/{row.pk}/edit/")
    assert page.input_value("[name=introduction]") == "modules and frames"
    assert page.input_value("[name=address]") == "Road 9"
    walker.press("main form button.btn-primary")
    assert "trackers" in walker.text() and page.input_value("[name=introduction]") == "modules and frames"
    walker.press("main form button.btn-primary")
    row = Customer.objects.get()
    assert (row.address, row.introduction) == ("Road 9", "modules and frames")


def test_what_was_refused_stays_a_draft_until_it_is_saved(walker, company, now):
    row = customer(company.rep, since=now - timedelta(days=3), introduction="modules")
    walker.sign_in(company.rep)
    page = walker.open(f"/customers/{row.pk}/edit/")
    page.fill("[name=introduction]", "modules and frames")
    page.fill("[name=name]", "")
    walker.press("main form button.btn-primary")
    expect(page.locator("[name=name]")).to_be_focused()
    walker.open("/")
    page = walker.open(f"/customers/{row.pk}/edit/")
    expect(page.locator("[name=introduction]")).to_have_value("modules and frames")
    page.fill("[name=name]", row.name)
    walker.press("main form button.btn-primary")
    assert Customer.objects.get().introduction == "modules and frames"
    walker.open(f"/customers/{row.pk}/edit/")
    expect(page.locator("[data-draft-drop]")).to_have_count(0)


def test_in_the_drawer_a_refusal_leads_to_its_field_and_what_was_saved_is_no_draft(walker, company, now):
    row = customer(company.rep, since=now - timedelta(days=13))
    Contact.objects.create(customer=row, name="王经理", mobile="13900001111", key=True, created_at=now)
    walker.sign_in(company.rep)
    page = walker.open("/")
    content = page.locator("#drawer textarea[name=content]")
    page.locator(f"#customer-{row.pk} a[data-drawer][data-act]").click()
    page.locator("#drawer button[value=return]").click()
    expect(page.locator("#drawer .error-summary")).to_be_visible()
    expect(content).to_be_focused()
    content.fill("与王经理谈了明年的采购计划")
    page.locator("#drawer button[value=return]").click()
    expect(page.locator("#drawer")).to_be_hidden()
    walker.open("/")
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft:'))") == []
