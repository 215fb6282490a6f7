"""What work with the customer list costs in actions: reassigning all that match, reading why a customer was lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from assignment.domain import ownership
from assignment.models import OwnershipEvent
from crm_project.undo.models import RecentAction
from customers.models import Customer, Ownership
from tests.browser.actions import Actions
from tests.browser.conftest import SETTLED, Walker
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser, live_server):
    walk = Walker(browser, live_server.url, "desktop", "en")
    yield walk
    walk.context.close()


def held(owner, now, n):
    """Customers of one owner, entered at once."""
    first = customer(owner, since=now - timedelta(days=2), stage="intent")
    rows = [
        Customer(
            **{**_columns(first), "code": f"M-{i}", "name": f"宁波批量{i}号有限公司", "name_key": f"宁波批量{i}号"}
        )
        for i in range(n - 1)
    ]
    Customer.objects.bulk_create(rows)
    row = Ownership.objects.get(pk=first.pk)
    Ownership.objects.bulk_create(
        [
            Ownership(**{f.attname: getattr(row, f.attname) for f in row._meta.fields} | {"customer_id": c.pk})
            for c in rows
        ]
    )


def _columns(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname != "id"}


@pytest.mark.req("Nd9")
def test_all_97_that_match_are_reassigned(desk, company, now):
    held(company.rep, now, 97)
    desk.sign_in(company.manager)
    page = desk.open("/customers/?stage=intent")
    with Actions(page, "reassign 97 that match", limit=5) as act:
        act.click("[data-pick-all]")
        act.click("[data-every-offer]")
        desk.check()
        act.click("#bulk button[formaction$='/transfer/']")
        expect(page.locator(".ts-control input")).to_be_focused()
        page.wait_for_function(SETTLED)
        act.write("Mate")
        expect(page.locator(".ts-dropdown .option.active")).to_contain_text("Mate")
        act.key("Control+Enter")
        expect(page.locator(".lead")).to_contain_text("97 transferred, 0 refused")
    assert Ownership.objects.filter(owner=company.mate).count() == 97
    page.locator("#toasts [data-undo]").click()
    expect(page.locator("#toasts")).to_contain_text("97 customers are as they were before.")
    assert Ownership.objects.filter(owner=company.rep).count() == 97
    assert RecentAction.objects.get().undone_at is not None


@pytest.mark.req("Z17", "D4")
def test_why_a_customer_was_lost_also_where_somebody_has_claimed_it_since(desk, company, now):
    """One action, from Home and from the notice alike."""
    file = customer(company.rep, since=now - timedelta(days=5))
    ownership.release(customer_id=file.pk, by=company.manager, reason="nobody called", at=now - timedelta(minutes=9))
    ownership.claim(customer_id=file.pk, by=company.mate, at=now - timedelta(minutes=5))
    lost = OwnershipEvent.objects.get(customer=file, kind="released")
    desk.sign_in(company.rep)
    for place, link in (
        ("/", f"main a[href='/ownership/events/{lost.pk}/']"),
        ("/notices/", f"main a:has-text('{file.name}')"),
    ):
        page = desk.open(place)
        with Actions(page, f"why lost, claimed since, from {place}", limit=1) as act:
            act.click(link)
            expect(page.locator("main")).to_contain_text("nobody called")


def test_a_value_is_changed_in_its_cell_by_mouse_and_by_keys(desk, company, now):
    row = customer(company.rep, since=now - timedelta(days=2), address="Old street")
    company.rep.layouts = {"customers": {"columns": ["stage", "address", "type"], "widths": {}}}
    company.rep.save(update_fields=["layouts"])
    desk.sign_in(company.rep)
    page = desk.open("/customers/")
    cell = page.locator("td[data-cell=address]")
    field = cell.locator("[name=address]")
    cell.dblclick()
    expect(field).to_be_focused()
    desk.check()
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()
    expect(cell).to_have_text("Old street")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    # Somebody else was faster: said in the cell, and what was typed stays; saved again, it counts.
    Customer.objects.filter(pk=row.pk).update(address="Their street")
    field.fill("My street")
    page.keyboard.press("Enter")
    expect(cell).to_contain_text("Their street")
    expect(field).to_have_value("My street")
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell).to_have_text("My street")
    expect(cell).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("td[data-cell=type]")).to_be_focused()
    # The order of the columns, by buttons.
    page.evaluate("document.querySelector('#columns').showModal()")
    desk.check()
    page.locator("#columns [data-move='1']").first.click()
    with page.expect_navigation():
        page.locator("#columns .btn-primary").click()
    expect(page.locator("thead th")).to_have_text(["Customer", "Address", "Stage", "Company type"])
