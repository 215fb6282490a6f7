"""Targets in Chromium: divided among the team, one in force changed with approval, as a manager and a director do it in a month."""

from datetime import timedelta

import pytest

from crm_project.approvals.models import Request
from crm_project.lib.time import local_date
from reports.models import Target
from reports.rules.periods import MONTH, period_of
from tests.reports.targets.world import put

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.req("Nf1", "Nf3", "Na10")
def test_a_month_is_divided_among_the_team_and_changed_with_approval(walker, company, now):
    sales = company.departments["sales"]
    this = period_of(MONTH, local_date(now))
    coming = this.shifted(1)
    put(sales, 100, coming, changed_at=now - timedelta(days=9))
    put(company.rep, 20, this, changed_at=now - timedelta(days=9))

    walker.sign_in(company.manager)
    page = walker.open(f"/targets/d{sales.pk}/?period={coming.key}&figure=visits")
    page = walker.open(page.locator("a[href*='by=units']").first.get_attribute("href"))
    # Divided evenly, then one person gets more: the page tells that it does not add up, and saves it.
    walker.press("button[name=spread][value=even]")
    assert page.input_value("[name=rows-0-target]") == "34" and not Target.objects.filter(
        person=company.rep, starts_on=coming.first
    )
    page.fill("[name=rows-2-target]", "50")
    walker.press("form[method=post] .form-actions .btn-primary")
    assert Target.objects.get(person=company.rep, starts_on=coming.first).target == 50
    assert "117" in walker.text() and "17" in walker.text()

    # One in force changes only with a reason, by the director.
    page = walker.open(f"/targets/p{company.rep.pk}/set/?by=periods&period={this.key}&figure=visits")
    page.fill("[name=rows-0-target]", "12")
    page.fill("[name=reason]", "两周产品培训")
    walker.press("form[method=post] .form-actions .btn-primary")
    asked = Request.objects.get(kind="target_change")
    assert (
        asked.decider == company.director
        and Target.objects.get(pk=asked.arguments["changes"][0]["target_id"]).target == 20
    )

    walker.sign_in(company.director)
    walker.open(f"/approvals/{asked.pk}/")
    assert "20 → 12" in walker.text() and "两周产品培训" in walker.text()
    walker.press("button[value=approve]")
    assert Target.objects.get(pk=asked.arguments["changes"][0]["target_id"]).target == 12

    walker.sign_in(company.rep)
    walker.open("/targets/")
    assert "/ 12" in walker.text()
