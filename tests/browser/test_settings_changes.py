"""A change of settings in Chromium: the keeper of the lists sends it, an admin sees old and new and approves (row Nh9)."""

import pytest
from playwright.sync_api import expect

from customers.models import ListItem

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.req("Nh9")]


def test_a_list_entry_is_renamed_once_an_admin_has_approved(walker, company):
    row = ListItem.objects.filter(kind="trade").first()
    walker.sign_in(company.file_keeper)
    page = walker.open(f"/customers/lists/{row.pk}/")
    expect(page.locator("main section.alert")).to_be_visible()
    page.fill("main [name=name]", "Shipyards")
    walker.press("main form .btn-primary")
    expect(page.locator("main .diff ins").first).to_contain_text("Shipyards")
    walker.check()
    asked = page.url.removeprefix(walker.address)
    walker.open("/customers/lists/?kind=trade")
    expect(page.locator(f"main section.alert a[href='{asked}']")).to_be_visible()
    assert ListItem.objects.get(pk=row.pk).name == row.name
    walker.sign_in(company.admin)
    walker.open(asked)
    walker.press("button[value=approve]")
    assert ListItem.objects.get(pk=row.pk).name == "Shipyards"
