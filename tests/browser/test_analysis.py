"""In Chromium: a funnel opened from the menu down to one deal; a mailing set up from it, paused, deleted."""

from datetime import timedelta

import pytest

from deals.domain import closing, progress
from deals.models import Deal
from reports.models import MailSchedule
from tests.cast import customer
from tests.deals.world import deal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _worked(company, now):
    """Three deals of the rep: one moved on, one lost there, one still where it began."""
    begun, close = now - timedelta(days=10), (now + timedelta(days=60)).date()
    made = [
        deal(
            customer(company.rep, since=begun, name=f"漏斗试验{n}号有限公司"),
            company.rep,
            at=begun,
            expected_close=close,
        )
        for n in range(3)
    ]
    second = Deal.objects.get(pk=made[0].pk).stage.pipeline.stages.filter(active=True).order_by("number")[1]
    second.conditions = []
    second.save()
    for one in made[:2]:
        progress.move_stage(deal_id=one.pk, stage_id=second.pk, by=company.rep, at=begun + timedelta(days=2))
    closing.lose_deal(deal_id=made[1].pk, reason="太贵", competitor="", by=company.rep, at=begun + timedelta(days=5))
    return made


@pytest.mark.req("Na12")
def test_a_bar_of_the_funnel_leads_down_to_one_deal(walker, company, now):
    made = _worked(company, now)
    walker.sign_in(company.manager)
    walker.open("/analysis/")
    walker.press(".bar-rows li:nth-child(2) a")
    assert "漏斗试验0号有限公司" in walker.text()
    walker.press(f"a[href='/deals/{made[0].pk}/']")
    assert walker.page.url.endswith(f"/deals/{made[0].pk}/")
    for page in ("win-rate", "cohorts", "flow", "not-seen"):
        walker.open(f"/analysis/{page}/")
    walker.open(f"/analysis/win-rate/?person={company.mate.pk}")
    page = walker.open("/analysis/flow/")
    page.locator(".analysis-filter select[name=department]").select_option(label=str(company.departments["east"]))
    walker.press(".analysis-filter button.btn-secondary")
    assert f"department={company.departments['east'].pk}" in page.url


@pytest.mark.req("Nh3")
def test_a_mailing_is_set_up_from_an_analysis_paused_and_deleted(walker, company, now):
    company.manager.email = "manager@example.com"
    company.manager.save()
    walker.sign_in(company.manager)
    walker.open("/analysis/cohorts/")
    walker.press("a[href='/mailings/new/?what=analysis:cohorts']")
    page = walker.page
    page.fill("[name=name]", "每周批次")
    walker.press("form[data-draft=mailing] .form-actions .btn-primary")
    row = MailSchedule.objects.get()
    assert (row.name, row.page) == ("每周批次", "cohorts") and "每周批次" in walker.text()
    walker.press(f"form[action='/mailings/{row.pk}/pause/'] button")
    row.refresh_from_db()
    assert row.paused_at
    walker.press(f"form[action='/mailings/{row.pk}/resume/'] button")
    walker.open(f"/mailings/{row.pk}/edit/")
    walker.open("/mailings/")
    page.click(f"form[action='/mailings/{row.pk}/delete/'] button")
    walker.press("#confirm-yes")
    page.wait_for_url("**/mailings/")
    assert not MailSchedule.objects.exists()
