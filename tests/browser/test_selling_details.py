"""Smaller things of selling in Chromium: a column of three hundred deals, stages switched off, the customer of an old expense, a series."""

from datetime import timedelta

import pytest

from assignment.domain.ownership.claim_requests import transfer
from contracts.models import Expense, NumberSeries
from deals.models import Deal, Stage
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = {"name": "receipt.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 paid"}


def stage(number):
    return Stage.objects.get(pipeline__key="standard", number=number)


def many(company, now, n):
    row, day = customer(company.rep, name="宁波海风电器有限公司"), (now + timedelta(days=9)).date()
    Deal.objects.bulk_create(
        Deal(
            customer=row,
            name=f"项目 {i}",
            intention="x",
            owner=company.rep,
            department=company.rep.department,
            stage=stage(2),
            stage_since=now,
            amount=1000 + i,
            expected_close=day,
            update_due=day,
            created_at=now,
            changed_at=now,
        )
        for i in range(n)
    )


@pytest.mark.req("Na9", "Na12", "Ni17")
def test_a_column_of_three_hundred_deals_stays_short_and_can_be_switched_off(walker, company, now):
    many(company, now, 300)
    walker.sign_in(company.rep)
    page = walker.open("/deals/")
    column = page.locator(f"[data-stage='{stage(2).pk}']")
    assert column.locator("[data-card]").count() == 12 and "300" in column.locator("header").inner_text()
    assert "300" in column.locator("ul > li").last.inner_text()
    walker.open("/deals/analysis/")

    walker.sign_in(company.admin)
    walker.open(f"/deals/stages/{stage(2).pipeline_id}/")
    page.click(f"button[form='switch-{stage(2).pk}']")
    page.locator("dialog[open]").wait_for()
    walker.press("dialog[open] .box-foot button:not([data-close])")
    assert Deal.objects.filter(stage=stage(1)).count() == 300 and not stage(2).active and "300" in walker.text()


@pytest.mark.req("Z12", "Ni23")
def test_a_former_owner_finds_the_customer_of_the_day_of_her_expense(walker, company, now):
    row = customer(company.rep, code="C-000777", since=now - timedelta(days=20))
    transfer(customer_id=row.pk, to=company.mate, by=company.manager, reason="area", at=now - timedelta(days=5))
    walker.sign_in(company.rep)
    page = walker.open("/contracts/expenses/new/")
    box = page.locator("#id_customer-ts-control")
    for day, found in ((now, []), (now - timedelta(days=8), [row.pk])):
        page.fill("[name=spent_on]", day.date().isoformat())
        box.fill("")
        with page.expect_response("**/contracts/expenses/customers/**") as answer:
            box.fill("C-000777")
        assert [one["value"] for one in answer.value.json()["results"]] == found
    page.locator(".ts-dropdown .option", has_text=row.name).click()
    page.fill("[name=amount]", "88.50")
    page.fill("[name=what]", "高铁票")
    page.set_input_files("[name=file]", PDF)
    walker.press("main form button.btn-primary")
    assert Expense.objects.get().customer == row and "88.50" in walker.text()


@pytest.mark.req("Nc15")
def test_an_admin_adds_a_series_of_numbers(walker, company, now):
    walker.sign_in(company.admin)
    page = walker.open("/contracts/series/")
    page.fill("[name=key]", "YX")
    page.fill("[name=name]", "Samples")
    walker.press("main aside form button.btn-primary")
    row = NumberSeries.objects.get(key="YX")
    walker.open(f"/contracts/series/{row.pk}/")
    walker.open("/customers/lists/?kind=contract")
