"""A contract from its number to its money, as people walk it (issue 3 §4.1)."""

from datetime import timedelta

import pytest

from assignment.policies import local_date
from contracts import collections
from contracts.models import Contract, Instalment
from crm_project.approvals.models import Request
from customers.models import ListItem, Ownership
from tests.cast import customer
from tests.contracts.stage import CODE, approved_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.req("Nc15", "Nc16", "T18", "T19", "T20", "Nf14", "Nc13")
def test_a_contract_from_its_number_to_its_money(walker, company, now, tmp_path):
    """Number, checks, text, products, promises, plan, PDF, scan; confirmed; official; overdue; the head's inbox; paid."""
    ListItem.objects.get_or_create(kind="contract", name="Sales contract", defaults={"name_zh": "销售合同"})
    row = customer(company.rep, since=now - timedelta(days=3), name="杭州春意空调有限公司")
    text = approved_text(company, "zh-hans")
    walker.sign_in(company.rep)
    walker.open(f"/contracts/draw/?customer={row.pk}")
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
    page.fill("[name=lines-0-name]", "光伏组件")
    page.fill("[name=lines-0-quantity]", "10")
    page.fill("[name=lines-0-price]", "1000")
    walker.press("main form button.btn-primary")
    page.check("[name=promises][value=none]")
    walker.press("main form button.btn-primary")
    page.select_option("[name=type]", "Sales contract")
    page.fill("[name=payment_method]", "银行转账")
    page.fill("[name=parts-0-due_on]", (local_date(now) + timedelta(days=10)).isoformat())
    page.fill("[name=parts-0-amount]", "10000")
    walker.press("main form button.btn-primary")
    answer = page.request.get(f"{walker.address}/contracts/{made.pk}/pdf/")
    assert answer.ok and answer.body().startswith(b"%PDF-")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(answer.body())
    page.fill("[name=signed_on]", local_date(now).isoformat())
    page.set_input_files("[name=file]", str(scan))
    walker.press("main form button.btn-primary")
    walker.press(f"form[action='/contracts/{made.pk}/submit/'] button")

    walker.sign_in(company.manager)
    walker.open(f"/contracts/{made.pk}/")
    page.locator(f"form[action='/contracts/{made.pk}/confirm/'] button").click()
    with page.expect_navigation():
        page.locator("dialog[open] .btn-primary, dialog[open] .btn-danger").first.click()
    walker.check()
    row.refresh_from_db()
    made.refresh_from_db()
    assert (made.status, row.stage) == ("confirmed", "official"), walker.text()
    walker.open(f"/customers/{row.pk}/?part=contracts")
    assert made.number in walker.text() and Ownership.objects.get(pk=row.pk).rule != "stage_term"

    Instalment.objects.filter(contract=made).update(due_on=local_date(now) - timedelta(days=2))
    assert collections.find(at=now) == 1
    asked = Request.objects.get(kind="overdue")
    walker.open("/requests/")
    assert made.number in walker.text()
    walker.open(f"/requests/{asked.pk}/")
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
