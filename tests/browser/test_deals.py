"""Deals in Chromium: the journey from the first talk to the approved quote; the board by mouse and by keyboard, and without a script."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from crm_project.approvals.models import Request
from customers.models import Contact
from deals.models import Deal, Quote
from tests.browser.conftest import PASSWORD
from tests.cast import customer, followup
from tests.deals.world import key_contact, product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def opened(company, now):
    row = customer(company.rep, since=now - timedelta(days=3), name="宁波海风电器有限公司")
    followup(row, company.rep, now - timedelta(hours=1), recorded_at=now)
    return row, product(by=company.admin)


@pytest.mark.req("Na9", "Na11", "Ni18", "Ni19", "Ni20")
def test_from_the_first_talk_to_the_approved_discount(walker, company, now):
    """Open a deal, record progress, move it, quote beyond the limit, the manager approves, the mark is gone."""
    row, thing = opened(company, now)
    walker.sign_in(company.rep)
    page = walker.open(f"/deals/new/?customer={row.pk}")
    page.fill("[name=name]", "二期扩建")
    page.fill("[name=intention]", "年底前需要第二条生产线")
    page.fill("[name=amount]", "250000")
    page.fill("[name=expected_close]", (now + timedelta(days=60)).date().isoformat())
    page.fill("[name=next_step]", "发送方案")
    page.select_option("[name=lines-0-product]", str(thing.pk))
    page.fill("[name=lines-0-quantity]", "12")
    walker.press("main form button.btn-primary")
    deal = Deal.objects.get()

    page.fill("[name=outline]", "对方认可方案")
    page.fill("[name=answer]", "已发送")
    page.fill("[name=next_step]", "约见总工")
    walker.press("#progress-form button.btn-primary")
    assert "对方认可方案" in walker.text() and "约见总工" in walker.text()

    walker.open(f"/deals/{deal.pk}/quotes/new/")
    # What it comes to, and how far the discount goes beyond the own limit, stands there while it is typed; the request goes out from here.
    page.fill("[name=lines-0-discount]", "8")
    expect(page.locator("#quote-totals .sum")).to_contain_text("¥1,104.00")
    expect(page.locator("[data-beyond='1']")).to_be_visible()
    page.click("[data-line-add]")
    added = page.locator("[data-line]:visible").last
    expect(added.locator(".ts-control input")).to_be_focused()
    page.keyboard.type(thing.code)
    expect(page.locator(".ts-dropdown .active")).to_contain_text(thing.code)
    page.keyboard.press("Enter")
    added.locator("[name$=quantity]").fill("1")
    expect(page.locator("#quote-totals .sum")).to_contain_text("¥1,204.00")
    added.locator("[data-line-drop]").click()
    expect(page.locator("#quote-totals .sum")).to_contain_text("¥1,104.00")
    page.fill("[name=reason]", "三家比价,八个点当场签约")
    walker.press("button.when-beyond")
    quote = Quote.objects.get()
    assert page.locator(".stamp").count() == 1 and quote.status == "waiting" and quote.lines.count() == 1

    walker.sign_in(company.manager)
    asked = Request.objects.get(kind="discount")
    walker.open(f"/approvals/{asked.pk}/")
    walker.press("button[value=approve]")
    walker.open(f"/deals/quotes/{quote.pk}/")
    assert page.locator(".stamp").count() == 0 and "¥1,104.00" in walker.text()


@pytest.mark.req("Na9", "D7")
def test_the_board_by_mouse_by_keyboard_and_what_is_missing_is_said(walker, company, now):
    row, thing = opened(company, now)
    deal = Deal.objects.create(
        customer=row,
        name="样板工程",
        intention="x",
        owner=company.rep,
        department=company.rep.department,
        stage=_stage(0),
        stage_since=now - timedelta(days=1),
        amount=5000,
        expected_close=(now + timedelta(days=9)).date(),
        update_due=(now + timedelta(days=9)).date(),
        created_at=now,
        changed_at=now,
    )
    walker.sign_in(company.rep)
    page = walker.open("/deals/")
    # A stage without deals is narrow, and the board alone moves sideways.
    assert page.locator(".board-col.none").first.bounding_box()["width"] < 60
    assert page.evaluate("(board => board.scrollWidth > board.clientWidth)(document.querySelector('.board'))") == (
        walker.screen == "phone"
    )
    with page.expect_navigation():
        page.drag_and_drop("[data-card]", f"[data-stage='{_stage(1).pk}'] .board-head")
    walker.check()
    deal.refresh_from_db()
    assert deal.stage.number == 1

    page.focus("[data-card] summary")
    page.keyboard.press("Enter")
    page.select_option("[data-card] select", str(_stage(3).pk))
    page.focus("[data-card] select")
    with page.expect_navigation():
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    walker.check()
    deal.refresh_from_db()
    assert deal.stage.number == 1 and ("A key contact" in walker.text() or "关键联系人" in walker.text())

    key_contact(row)
    deal.products.create(product=thing, quantity=1)
    page.locator("[data-card] summary").click()
    page.select_option("[data-card] select", str(_stage(2).pk))
    walker.press("[data-card] form button")
    deal.refresh_from_db()
    assert deal.stage.number == 2 and Contact.objects.exists()


def _stage(number):
    return Deal._meta.get_field("stage").related_model.objects.get(pipeline__key="standard", number=number)


@pytest.mark.req("Na12", "Nf3")
def test_every_page_of_selling_is_readable(everywhere, company, now):
    """axe, no script error, nothing wider than the screen; on a desktop and a phone, in both languages."""
    opened(company, now)
    everywhere.sign_in(company.general_manager)
    for path in (
        "",
        "list/",
        "quotes/",
        "products/",
        "products/new/",
        "products/prices/new/",
        "stages/",
        f"stages/{_stage(0).pipeline_id}/",
        "plans/",
        "plans/new/",
        "analysis/",
        "analysis/?part=pipeline",
        "analysis/?part=closed",
        "analysis/?part=moved",
    ):
        everywhere.open(f"/deals/{path}")


@pytest.mark.req("Na9")
def test_the_board_works_without_a_script(browser, live_server, company, now):
    """Plain forms: the card's own form moves it, the refusal is told on the page."""
    row, _thing = opened(company, now)
    deal = Deal.objects.create(
        customer=row,
        name="样板工程",
        intention="x",
        owner=company.rep,
        department=company.rep.department,
        stage=_stage(0),
        stage_since=now - timedelta(days=1),
        amount=5000,
        expected_close=(now + timedelta(days=9)).date(),
        update_due=(now + timedelta(days=9)).date(),
        created_at=now,
        changed_at=now,
    )
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "rep")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(f"{live_server.url}/deals/")
    for number, said in ((3, "still needs"), (1, "is now in")):
        page.locator("[data-card] summary").click()
        page.select_option("[data-card] select", str(_stage(number).pk))
        with page.expect_navigation():
            page.locator("[data-card] form button").click()
        assert said in page.inner_text("body")
    deal.refresh_from_db()
    assert deal.stage.number == 1
    context.close()
