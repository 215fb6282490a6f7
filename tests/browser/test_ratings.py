"""The credit rating in Chromium: a sheet filled by keyboard, graded, read, decided; axe on every page (rows T7-T17)."""

from datetime import date

import pytest

from contracts.ratings.domain import grades
from contracts.ratings.domain.rating_rounds import quarter_on
from contracts.ratings.models import IndicatorScore, KeyStatus, Rating, YearlyStatement
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.req("T7", "T8", "T14")
def test_from_the_sheet_to_the_grade_and_the_plan(walker, company, now):
    rep, quarter = company.rep, quarter_on(now)
    row = customer(rep, since=now, segment="direct", name="杭州信用科技有限公司")
    IndicatorScore.objects.create(customer=row, quarter=str(quarter), indicator="volume", points=20, at=now)
    KeyStatus.objects.create(customer=row, kind="key", since=now)
    for year in (2023, 2024):
        YearlyStatement.objects.create(customer=row, year=year, revenue=year * 1000, profit=year, at=now)
    walker.sign_in(rep)
    walker.open("/ratings/sheets/")
    page = walker.open(f"/ratings/sheets/{quarter}/{row.pk}/")
    page.fill("[name=legal_standing]", "10")
    page.press("[name=legal_standing]", "Tab")
    page.keyboard.type("8.5")
    page.press("[name=management]", "Tab")
    page.keyboard.type("5")
    walker.press("button[name=then][value='']")
    assert IndicatorScore.objects.filter(customer=row, by=rep).count() == 3
    grades.run_rating(quarter=quarter, at=now)
    walker.open("/ratings/")
    page = walker.open(f"/ratings/customers/{row.pk}/")
    assert str(Rating.objects.get().points.normalize()) in walker.text()
    page.locator("form[action$='/care/']").evaluate("form => { form.closest('details').open = true }")
    page.fill("form[action$='/care/'] [name=text]", "联合开发新配方")
    page.fill("form[action$='/care/'] [name=due_on]", date(2030, 1, 1).isoformat())
    walker.press("form[action$='/care/'] button")
    assert "联合开发新配方" in walker.text()
    for path in (
        "/ratings/key/",
        "/ratings/key/?tab=potential",
        "/ratings/scorecards/",
        "/ratings/scorecards/direct/",
        f"/customers/{row.pk}/?part=grade",
    ):
        walker.open(path)
    walker.sign_in(company.general_manager)
    walker.open("/ratings/scorecards/distributor/new/")
    walker.sign_in(company.finance)
    walker.open(f"/ratings/sheets/{quarter}/{row.pk}/")


@pytest.mark.req("T15")
def test_the_tab_one_is_on_stands_on_the_screen(walker, company):
    walker.sign_in(company.manager)
    page = walker.open("/ratings/key/?tab=changed")
    here = page.locator(".subtabs a[aria-current]").bounding_box()
    assert here["x"] >= 0 and here["x"] + here["width"] <= page.viewport_size["width"]
