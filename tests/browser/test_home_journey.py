"""The day from the home page: the list, the drawer beside it, the keyboard, the phone; what each task costs in actions."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from activities.models import FollowUp
from assignment.domain.ownership.extend import ask_extension
from crm_project.approvals.models import Request
from customers.models import Contact, Ownership
from tests.browser.actions import Actions
from tests.browser.conftest import SETTLED, Walker
from tests.cast import customer, owner_of

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

CONTENT = "#drawer textarea[name=content]"
SETTLED_LATE = """() => document.dispatchEvent(
    new CustomEvent('htmx:afterSettle', { detail: { target: document.getElementById('drawer-body') } }))"""


@pytest.fixture(params=[("desktop", "en"), ("phone", "zh-hans")], ids=lambda p: "-".join(p))
def either(request, browser, live_server):
    walk = Walker(browser, live_server.url, *request.param)
    yield walk
    walk.context.close()


@pytest.fixture
def desk(browser, live_server):
    walk = Walker(browser, live_server.url, "desktop", "en")
    yield walk
    walk.context.close()


def expiring(owner, now, n, **fields):
    """Customers whose deadline is near, each with somebody to speak with."""
    rows = [customer(owner, since=now - timedelta(days=13, minutes=n - i), **fields) for i in range(n)]
    for row in rows:
        Contact.objects.create(customer=row, name="王经理", mobile="13900001111", key=True, created_at=now)
    return rows


@pytest.mark.req("Nc5", "Nd7")
def test_ten_follow_ups_from_home(desk, company, now):
    """In at most 25 actions from opening Home, all of them valid, with the next row open each time."""
    rows = expiring(company.rep, now, 10)
    desk.sign_in(company.rep)
    page = desk.open("/")
    with Actions(page, "ten follow-ups from Home", limit=25) as act:
        act.key("a")
        for n, row in enumerate(rows):
            expect(page.locator("#drawer .lead")).to_contain_text(row.name)
            expect(page.locator(CONTENT)).to_be_focused()
            act.write(f"与王经理谈了第{n}批货的价格和交付时间")
            act.key("Control+Enter")
    page.wait_for_function(
        "document.querySelector('#drawer').open === false || !document.querySelector('#drawer textarea')?.value"
    )
    page.wait_for_function(SETTLED)
    assert FollowUp.objects.filter(author=company.rep).count() == 10
    assert all(Ownership.objects.get(pk=row.pk).release_at > now + timedelta(days=14) for row in rows)


@pytest.mark.req("Nc5", "Nd7")
def test_a_follow_up_from_home_and_back_on_home(desk, company, now):
    first, second = expiring(company.rep, now, 2)
    desk.sign_in(company.rep)
    page = desk.open("/")
    with Actions(page, "follow-up from Home", limit=3) as act:
        act.key("a")
        expect(page.locator(CONTENT)).to_be_focused()
        act.write("与王经理谈了明年的采购计划")
        # It counts while it is typed.
        expect(page.locator("#drawer #judge .judge")).to_have_class("judge ok")
        desk.check()
        act.click("#drawer button[value=return]")
        expect(page.locator("#drawer")).to_be_hidden()
    # The answer of what was saved may settle after the list came anew: it opens nothing.
    page.evaluate(SETTLED_LATE)
    expect(page.locator("#drawer")).to_be_hidden()
    assert page.url == f"{desk.address}/"
    expect(page.locator(f"#customer-{second.pk}")).to_have_class("is-here")
    expect(page.locator(f"#customer-{second.pk} [data-row-link]")).to_be_focused()
    expect(page.locator(f"#customer-{first.pk}")).to_contain_text("today")
    # What one did not save stays, and Escape leads back to the row.
    page.keyboard.press("a")
    expect(page.locator(CONTENT)).to_be_focused()
    page.keyboard.type("王经理")
    page.keyboard.press("Escape")
    expect(page.locator(f"#customer-{second.pk} [data-row-link]")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(CONTENT)).to_have_value("王经理")


@pytest.mark.req("D6", "Nc7")
def test_an_extension_from_home(desk, company, now):
    file = customer(company.stranger, since=now - timedelta(days=14))
    desk.sign_in(company.stranger)
    page = desk.open("/")
    with Actions(page, "extension from Home", limit=3) as act:
        act.click(f"#customer-{file.pk} a[href*=extension]:visible")
        expect(page.locator("#drawer [name=reason]")).to_be_focused()
        act.write("客户正在走内部审批流程")
        act.key("Control+Enter")
        expect(page.locator("#drawer")).to_be_hidden()
    assert Request.objects.get(kind="extension").customer_id == file.pk
    expect(page.locator(f"#customer-{file.pk}")).to_contain_text("Your request for an extension is waiting.")


@pytest.mark.req("Z14", "D6", "Ne7")
def test_ten_approvals_with_one_key_each_and_no_reload(desk, company, now):
    for _n in range(11):
        file = customer(company.rep, since=now - timedelta(days=5))
        ask_extension(customer_id=file.pk, days=3, reason="they sign next week", by=company.rep, at=now)
    desk.sign_in(company.manager)
    page = desk.open("/approvals/")
    page.evaluate("window.stillHere = true")
    with Actions(page, "ten approvals", limit=10) as act:
        for n in range(10):
            act.key("a")
            expect(page.locator("[data-ask]")).to_have_count(10 - n)
            expect(page.locator("[data-ask] .is-here")).to_have_count(1)
    assert page.evaluate("window.stillHere") is True
    expect(page.locator("#tab-count-inbox")).to_have_text("1")
    assert Request.objects.filter(status="approved").count() == 10
    desk.check()
    # A refusal wants its reason, typed in the row.
    page.keyboard.press("r")
    page.keyboard.type("no")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".empty")).to_be_visible()
    assert Request.objects.filter(status="refused").count() == 1


@pytest.mark.req("Nc14")
def test_a_claim_stays_in_the_pool_with_the_next_row_selected(desk, company, now):
    rows = [customer(None, department=company.rep.department, since=now - timedelta(days=n)) for n in range(4)]
    desk.sign_in(company.rep)
    page = desk.open("/ownership/pool/?sort=-pooled_at")
    desk.press(f"form[action='/ownership/pool/{rows[1].pk}/claim/'] button")
    assert owner_of(rows[1]) == "rep" and page.url.endswith("/ownership/pool/?sort=-pooled_at")
    expect(page.locator("tr.is-here")).to_contain_text(rows[2].name)
    assert page.locator("#toasts a").get_attribute("href") == f"/customers/{rows[1].pk}/"


@pytest.mark.req("Nc5")
def test_home_and_its_drawer_on_both_screens(either, company, now):
    """Call and act within two taps; nothing overlaps, nothing is cut off, axe finds nothing."""
    (file,) = expiring(company.rep, now, 1, name="内蒙古自治区呼和浩特市赛罕区新能源汽车充电设施建设运营有限责任公司")
    either.sign_in(company.rep)
    page = either.open("/")
    assert page.locator(f"#customer-{file.pk} a.call").get_attribute("href") == "tel:13900001111"
    page.locator(f"#customer-{file.pk} [data-act]").click()
    expect(page.locator(CONTENT)).to_be_focused()
    either.check()
    page.locator("#drawer [data-close]").click()
    expect(page.locator("#drawer")).to_be_hidden()


@pytest.mark.req("Nc5")
def test_without_a_script_the_same_links_lead_to_pages_and_back(browser, live_server, company, now):
    (file,) = expiring(company.rep, now, 1)
    walk = Walker(browser, live_server.url, "desktop", "en")
    walk.sign_in(company.rep)
    cookies = walk.context.cookies()
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(cookies)
    page = plain.new_page()
    page.goto(f"{live_server.url}/")
    page.click(f"#customer-{file.pk} [data-act]")
    page.fill("[name=content]", "与王经理谈了明年的采购计划")
    page.click("#followup-form .btn-primary")
    assert page.url == f"{live_server.url}/" and FollowUp.objects.filter(customer=file).exists()
    plain.close()
    walk.context.close()
