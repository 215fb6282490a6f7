"""From the deal to the money, as people walk it."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from contracts.domain.collections import overdue
from contracts.models import Contract, Instalment
from crm_project.approvals.models import Request
from crm_project.lib.time import local_date
from customers.models import ListItem, Ownership
from deals.models import Deal, Quote
from tests.cast import customer, followup
from tests.contracts.stage import CODE, approved_text
from tests.deals.world import product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def approved_offer(walker, company, row, thing, now):
    """The rep opens a deal and quotes beyond the limit; the manager finds it in the inbox and approves."""
    walker.sign_in(company.stages_rep)
    page = walker.open(f"/deals/new/?customer={row.pk}")
    page.fill("[name=name]", "二期扩建")
    page.fill("[name=intention]", "年底前需要第二条生产线")
    page.fill("[name=amount]", "10000")
    page.fill("[name=expected_close]", (local_date(now) + timedelta(days=60)).isoformat())
    page.fill("[name=next_step]", "发送方案")
    page.select_option("[name=lines-0-product]", str(thing.pk))
    page.fill("[name=lines-0-quantity]", "100")
    walker.press("main form button.btn-primary")
    deal = Deal.objects.get()
    walker.press(f"a[href='/deals/{deal.pk}/quotes/new/']")
    page.fill("[name=lines-0-discount]", "8")
    walker.press("main form button.btn-primary")
    quote = Quote.objects.get()
    page.fill("[name=reason]", "三家比价,八个点当场签约")
    walker.press("main form button.btn-primary")
    assert page.locator(".stamp").count() == 1 and page.locator("main a[href*='/contracts/get-number/']").count() == 0

    walker.sign_in(company.stages_manager)
    asked = Request.objects.get(kind="discount")
    walker.open("/approvals/")
    walker.press(f"a[href^='/approvals/{asked.pk}/']")
    assert quote.number in walker.text()
    walker.press("button[value=approve]")
    quote.refresh_from_db()
    assert (quote.status, quote.total) == ("approved", 9200)
    return deal, quote


def figure(text):
    """What stands in a field as a number."""
    return float(text.replace(",", ""))


def countdown(walker, row):
    """What leads the customer's page: until when, by which rule."""
    return walker.open(f"/customers/{row.pk}/").inner_text("section.held")


@pytest.mark.req("Na9", "Na11", "Nc15", "Nc16", "T18", "T19", "T20", "Nf14", "Nc13")
def test_from_the_deal_to_the_money(walker, company, now, tmp_path):
    """Deal, discount beyond the limit, approval; number from the quote, checks, text, products, promises, plan, PDF, scan;
    confirmed; official, and the countdown says so; overdue; the head's inbox; paid."""
    ListItem.objects.get_or_create(kind="contract", name="Sales contract", defaults={"name_zh": "销售合同"})
    row = customer(company.stages_rep, since=now - timedelta(days=3), name="杭州春意空调有限公司", stage="intent")
    followup(row, company.stages_rep, now - timedelta(hours=1), recorded_at=now)
    text, thing = approved_text(company, "zh-hans"), product(by=company.admin)
    deal, quote = approved_offer(walker, company, row, thing, now)

    walker.sign_in(company.stages_rep)
    assert "∞" not in countdown(walker, row)
    walker.open(f"/deals/{deal.pk}/")
    assert walker.page.locator(f"main a[href='/contracts/get-number/?customer={row.pk}&quote={quote.pk}']").count() == 1
    walker.press(f"a[href='/deals/quotes/{quote.pk}/']")
    walker.press(f"main a[href='/contracts/get-number/?customer={row.pk}&quote={quote.pk}']")
    walker.press("main form button.btn-primary")
    made = Contract.objects.get()
    page = walker.page
    page.fill("[name=credit_code]", "91350100M000100Y44")
    walker.press("main form button.btn-primary")
    assert page.locator(".invalid-feedback").count(), walker.text()
    page.fill("[name=credit_code]", CODE)
    for kind in ("legal_person", "trade", "ability", "authority"):
        page.select_option(f"[name=state_{kind}]", "good")
        page.fill(f"[name=evidence_{kind}]", "gsxt.gov.cn")
    walker.press("main form button.btn-primary")
    page.check(f"[name=text][value='{text.pk}']")
    walker.press("main form button.btn-primary")
    assert quote.number in walker.text()
    assert [
        figure(page.input_value(f"[name=lines-0-{name}]")) for name in ("product", "quantity", "price", "discount")
    ] == [
        thing.pk,
        100,
        100,
        8,
    ]
    walker.press("main form button.btn-primary")
    page.check("[name=promises][value=none]")
    walker.press("main form button.btn-primary")
    page.select_option("[name=type]", "Sales contract")
    page.fill("[name=payment_method]", "银行转账")
    page.fill("[name=parts-0-due_on]", (local_date(now) + timedelta(days=10)).isoformat())
    assert figure(page.input_value("[name=parts-0-amount]")) == 9200
    walker.press("main form button.btn-primary")
    answer = page.request.get(f"{walker.address}/contracts/{made.pk}/pdf/")
    assert answer.ok and answer.body().startswith(b"%PDF-")
    read = "".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages).split())
    for said in (made.number, row.name, CODE, "P-1", "9,200.00", "玖仟贰佰元整", "银行转账"):
        assert said in read, (said, read)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(answer.body())
    page.fill("[name=signed_on]", local_date(now).isoformat())
    page.set_input_files("[name=file]", str(scan))
    walker.press("main form button.btn-primary")
    walker.press(f"form[action='/contracts/{made.pk}/submit/'] button")

    walker.sign_in(company.stages_manager)
    walker.open(f"/contracts/{made.pk}/")
    page.locator(f"form[action='/contracts/{made.pk}/confirm/'] button").click()
    with page.expect_navigation():
        page.locator("dialog[open] .btn-primary, dialog[open] .btn-danger").first.click()
    walker.check()
    row.refresh_from_db()
    made.refresh_from_db()
    assert (made.status, row.stage) == ("confirmed", "official"), walker.text()
    assert "∞" in countdown(walker, row) and Ownership.objects.get(pk=row.pk).rule != "stage_term", walker.text()
    walker.open(f"/customers/{row.pk}/?part=contracts")
    assert made.number in walker.text()

    Instalment.objects.filter(contract=made).update(due_on=local_date(now) - timedelta(days=2))
    assert overdue.find_overdue(at=now) == 1
    asked = Request.objects.get(kind="overdue")
    walker.open("/approvals/")
    assert made.number in walker.text()
    walker.open(f"/approvals/{asked.pk}/")
    walker.open("/contracts/collections/")
    walker.open("/contracts/ageing/")

    walker.sign_in(company.finance)
    walker.open(f"/contracts/payments/new/?contract={made.pk}")
    page.fill("[name=reference]", "B-1")
    walker.press("main form button.btn-primary")
    made.refresh_from_db()
    asked.refresh_from_db()
    assert (made.paid_amount, asked.status) == (made.amount, "obsolete"), walker.text()
    walker.open(f"/contracts/{made.pk}/")
