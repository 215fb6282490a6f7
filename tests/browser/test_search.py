"""The search at the top, in Chromium: by keyboard, a number in two actions, what was opened lately, all results on a page."""

import pytest

from customers.domain.duplicates import matching
from customers.models import Contact
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOX, OPTION = "#global-search", "#search-list [role=option]"


class Actions:
    """What a person does, counted: typing into a field, a key, a click."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def type(self, text):
        self.count += 1
        self.page.fill(BOX, text)

    def press(self, key):
        self.count += 1
        self.page.keyboard.press(key)

    def click(self, selector):
        self.count += 1
        self.page.locator(selector).first.click()


@pytest.mark.req("Nc2", "Nc4", "Nb4")
def test_searching(walker, company, now):
    """By any digits of a phone in two actions; arrows, Enter, Esc; recent ones first; the page of all results."""
    row = customer(company.rep, since=now, name="杭州春意空调有限公司")
    other = customer(company.stranger, since=now, name="宁波海风电器有限公司")
    third = customer(company.rep, since=now, name="杭州华宇阀门有限公司")
    matching.index([(one.pk, one.name) for one in (row, other, third)])
    Contact.objects.create(customer=row, name="王小明", mobile="138-0571-2345", created_at=now)
    walker.sign_in(company.rep)
    page = walker.open("/")

    did = Actions(page)
    did.type("5712")
    page.wait_for_selector(f"{OPTION} mark")
    walker.check()
    with page.expect_navigation():
        did.press("Enter")  # one hit only: nothing need be chosen
    assert page.url.endswith(f"/customers/{row.pk}/") and did.count == 2

    walker.open("/")
    page.keyboard.press("/")
    page.wait_for_selector(OPTION)
    assert row.name in page.inner_text("#search-list"), "what was opened lately stands there before one types"
    page.keyboard.press("Escape")
    assert page.locator("#search-panel").is_hidden()

    page.keyboard.press("Control+k")
    page.fill(BOX, "海风电器")
    page.wait_for_selector(f"{OPTION} mark")
    walker.check()
    assert page.get_attribute(BOX, "aria-expanded") == "true"
    assert "Stranger" in page.inner_text("#search-list")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute(BOX, "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true" and "find-link" in page.get_attribute(
        f"#{chosen}", "class"
    )
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert f"/customers/{other.pk}/cooperation/" in page.url
    walker.check()

    page.fill(BOX, "杭州")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # nothing is chosen, and there is more than one
    walker.check()
    assert "/search/?q=" in page.url and row.name in page.inner_text("main")
    assert page.input_value(BOX) == "杭州"
