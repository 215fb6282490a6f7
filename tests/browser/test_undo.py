"""Claim with one action, undo with one more; by keys alone, and from the list once the message has gone."""

from datetime import timedelta

import pytest

from crm_project.undo.models import RecentAction
from tests.cast import customer, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MOST = {"claim": 1, "undo": 1}


class Counted:
    """The walker's hand: each press and key is counted."""

    def __init__(self, walker):
        self.walker, self.actions = walker, 0

    def press(self, selector):
        self.actions += 1
        self.walker.press(selector)

    def key(self, key):
        self.actions += 1
        self.walker.page.keyboard.press(key)

    def taken(self):
        n, self.actions = self.actions, 0
        return n


@pytest.mark.req("Nc14")
def test_claim_one_action_undo_one_action(walker, company, now):
    row = customer(department=company.departments["sales"], since=now - timedelta(days=4))
    walker.sign_in(company.rep)
    walker.open("/ownership/pool/")
    hand = Counted(walker)
    hand.press(f"form[action$='/pool/{row.pk}/claim/'] button")
    assert hand.taken() <= MOST["claim"] and owner_of(row) == "rep"
    hand.press("#toasts [data-undo]")
    assert hand.taken() <= MOST["undo"] and owner_of(row) is None
    assert row.name in walker.text()


def test_the_keys_reach_the_undo_and_it_is_announced(walker, company, now):
    row = customer(department=company.departments["sales"], since=now - timedelta(days=4))
    walker.sign_in(company.rep)
    walker.open("/ownership/pool/")
    walker.press(f"form[action$='/pool/{row.pk}/claim/'] button")
    page = walker.page
    hint = page.get_attribute("#toasts [data-undo]", "data-undo")
    page.wait_for_function("hint => document.querySelector('#say').textContent.includes(hint)", arg=hint)
    page.keyboard.press("u")
    assert page.evaluate("document.activeElement.hasAttribute('data-undo')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert owner_of(row) is None


@pytest.mark.slow
def test_a_message_that_has_gone_is_no_loss(walker, company, now):
    row = customer(department=company.departments["sales"], since=now - timedelta(days=4))
    walker.sign_in(company.rep)
    walker.open("/ownership/pool/")
    walker.press(f"form[action$='/pool/{row.pk}/claim/'] button")
    walker.open("/")
    walker.page.click(".user-btn")
    walker.press("a[href='/recent-actions/']")
    action = RecentAction.objects.get()
    walker.press(f"main form[action$='/{action.pk}/undo/'] button")
    assert owner_of(row) is None
    walker.open("/recent-actions/")
    assert walker.page.locator("main form").count() == 0
