"""A trip in Chromium: planned from the list of a region, approved, reported in one form that says what counts while one types."""

from datetime import timedelta

import pytest

from activities.models import FollowUp
from crm_project.lib.time import at_hour, local_date
from customers.models import ListItem
from reports.domain.trips import rule_versions
from reports.models import Trip
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.req("Ni2")
def test_a_trip_is_planned_approved_and_reported(walker, company, now):
    today = local_date(now)
    rule_versions.set_rules(
        department=None, holds_from=today, approval=True, report_days=2, by=company.general_manager, at=now
    )
    where = ListItem.objects.get(kind="region", name="Zhejiang")
    names = ("杭州甲电子有限公司", "宁波乙机械有限公司")
    one, two = (customer(company.rep, since=now - timedelta(days=5), name=name) for name in names)
    for row in (one, two):
        row.regions.add(where)

    walker.sign_in(company.rep)
    page = walker.open("/trips/")
    walker.press(f"a[href='/trips/new/{where.pk}/']")
    page.fill("[name=first]", today.isoformat())
    page.fill("[name=last]", today.isoformat())
    for row in (one, two):
        page.check(f"[name=visit-{row.pk}]")
        page.fill(f"[name=purpose-{row.pk}]", "谈新产品价格")
    walker.press("form[data-draft=trip] .btn-primary")
    trip = Trip.objects.get()
    assert trip.state == "waiting"

    walker.sign_in(company.manager)
    page = walker.open(f"/approvals/{trip.waiting_id}/")
    assert one.name in walker.text()
    walker.press("button[value=approve]")
    trip.refresh_from_db()
    assert trip.state == "planned"
    # The evening before: so that coming back does not lie ahead, whatever the hour of the test.
    day = today - timedelta(days=1)
    Trip.objects.update(first=day, last=day)

    walker.sign_in(company.rep)
    page = walker.open(f"/trips/{trip.pk}/")
    walker.press(f"a[href='/trips/{trip.pk}/report/']")
    first, second = (f"v{stop.pk}" for stop in trip.stops.all())
    for name, hour in (("left_at", 8), ("returned_at", 18), (f"{first}-occurred_at", 10)):
        page.fill(f"[name={name}]", f"{at_hour(day, hour):%Y-%m-%dT%H:%M}")
    page.fill(f"[name={first}-counterpart]", "王经理")
    page.fill(f"[name={first}-content]", "谈了")
    judged = page.locator(f"#stop-{first[1:]} .judge")
    judged.filter(has_text="8").wait_for()  # of so many characters
    page.fill(f"[name={first}-content]", "客户希望下周看到新产品的报价和交货期")
    page.locator(f"#stop-{first[1:]} .judge.ok, #stop-{first[1:]} .judge.warn").wait_for()
    page.check(f"[name={second}-was][value=missed]")
    page.locator(f"#stop-{second[1:]} details summary").click()
    page.fill(f"[name={second}-missed_reason]", "对方临时外出")
    late = page.locator(f"[name={first}-late_reason]")
    late.fill("晚上才回来")
    walker.press("#trip-report .btn-primary")
    trip.refresh_from_db()
    assert trip.state == "reported"
    assert [(row.customer, row.kind) for row in FollowUp.objects.all()] == [(one, "visit_out")]
    assert "对方临时外出" in walker.text()
