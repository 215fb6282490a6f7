"""A weekly report in Chromium: it fills itself in, saves itself while one writes, is handed in, sent back, and read in a row."""

from datetime import timedelta

import pytest

from crm_project.lib.time import at_hour, local_date
from customers.models import Customer
from reports.domain.work_reports import templates
from reports.models import WorkReport
from reports.rules.report_periods import before, period_of
from tests.cast import customer, followup

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.req("Ni1")
def test_a_week_is_reported_sent_back_and_read(walker, company, now):
    week = before(period_of("weekly", local_date(now)))
    templates.set_template(
        department=None,
        kind="weekly",
        holds_from=week.first,
        demanded=True,
        days=1,
        hour=10,
        sections=[{"key": "assessment", "label": "", "required": True}],
        figures=["valid_followups", "visits"],
        readers=[],
        by=company.general_manager,
        at=now,
    )
    held = customer(company.rep, since=at_hour(week.first, 0) - timedelta(days=2), name="苏州白帆包装有限公司")
    followup(held, company.rep, at_hour(week.first, 10), kind="visit_out")

    walker.sign_in(company.rep)
    page = walker.open("/work-reports/")
    walker.press("form[action='/work-reports/start/'] .btn-primary")
    assert Customer.objects.get(pk=held.pk).name in page.content()  # nothing of it was typed
    page.fill("[name=assessment]", "两次拜访都很顺利")
    page.fill("[name=plan-0-text]", "确认交货期")
    page.fill("[name=plan-0-due_on]", (week.last + timedelta(days=4)).isoformat())
    # It saves itself, without a button.
    for _n in range(40):
        report = WorkReport.objects.get()
        if report.texts:
            break
        page.wait_for_timeout(250)
    assert report.texts == {"assessment": "两次拜访都很顺利"} and report.state == "draft"
    assert report.plan.get().text == "确认交货期"
    # It goes on from what it saved itself: that is no other device.
    page.fill("[name=assessment]", "拜访了两家")
    page.wait_for_timeout(2500)
    assert WorkReport.objects.get().texts == {"assessment": "拜访了两家"}
    page.fill("[name=assessment]", "两次拜访都很顺利")
    walker.press("button[name=submit]")
    assert "两次拜访都很顺利" in walker.text()

    walker.sign_in(company.manager)
    page = walker.open(f"/work-reports/{report.pk}/")
    back = page.locator(f"details:has(form[action='/work-reports/{report.pk}/return/'])")
    back.locator("summary").click()
    page.fill("[name=reason]", "请补充客户的反馈")
    walker.press(f"form[action='/work-reports/{report.pk}/return/'] button.btn")
    assert WorkReport.objects.get().state == "returned"

    walker.sign_in(company.rep)
    page = walker.open(f"/work-reports/{report.pk}/edit/")
    assert "请补充客户的反馈" in walker.text()
    page.fill("[name=assessment]", "两次拜访都很顺利，客户要求样品")
    walker.press("button[name=submit]")

    walker.sign_in(company.manager)
    page = walker.open("/work-reports/team/")
    walker.press("a.btn-primary[href^='/work-reports/']")
    assert "客户要求样品" in walker.text()
    walker.press("[data-act]")
    assert WorkReport.objects.get().readings.get().reader == company.manager
