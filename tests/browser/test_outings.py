"""A rep on a phone in Chromium: out with one tap, back with one, the follow-up filled in; a contradiction shown, put right, gone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from activities.models import FollowUp
from crm_project.lib.time import at_hour, local_date
from reports.domain.contradictions import detecting, rule_versions
from reports.models import Contradiction, Outing, OutingVisit
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
SAID = "客户希望下周看到新产品的报价和交货期"


def _write(walker, page):
    page.fill("[name=counterpart]", "王经理")
    page.fill("[name=content]", SAID)
    late = page.locator("[name=late_reason]")
    late.fill("晚上才回来")
    walker.press("#followup-form .form-actions .btn-primary")


@pytest.mark.req("Nf9")
def test_out_back_follow_up_and_a_contradiction_put_right(walker, company, now):
    today = local_date(now)
    one = customer(company.rep, since=now - timedelta(days=30), name="杭州甲电子有限公司")
    walker.sign_in(company.rep)
    walker.open(f"/customers/{one.pk}/")
    walker.press("form[action='/outings/start/'] button")
    outing = Outing.objects.get()
    assert one.name in walker.text()
    page = walker.open("/")
    page.locator(f"form[action='/outings/{outing.pk}/back/'] button").first.wait_for()
    page.locator(f"form[action='/outings/{outing.pk}/back/'] button:visible").click()
    page.wait_for_url("**/followups/new/**")
    assert page.input_value("[name=occurred_at]"), "nothing is typed twice"
    _write(walker, page)
    assert FollowUp.objects.get().customer == one and f"/outings/{outing.pk}/" in page.url

    day = today - timedelta(days=3)
    rules = dict.fromkeys(("visit", "expense", "places", "burst"), False)
    rule_versions.set_rules(
        department=None, holds_from=day, outing=True, followup_days=1, by=company.general_manager, at=now, **rules
    )
    left = at_hour(day, 9)
    forgotten = Outing.objects.create(
        person=company.rep,
        department=company.rep.department,
        day=day,
        left_at=left,
        back_at=left + timedelta(hours=1),
        entered_at=left,
    )
    OutingVisit.objects.create(outing=forgotten, customer=one, position=0, gone_at=left)
    assert detecting.detect(at=now) == 1
    row = Contradiction.objects.get()
    walker.open("/")
    walker.press(f"#contradiction-{row.pk} .act")
    assert one.name in walker.text()
    walker.press("a[href*='/followups/new/']")
    _write(walker, page)
    row.refresh_from_db()
    assert row.state == "gone" and f"/contradictions/{row.pk}/" in page.url
    page = walker.open("/")
    assert not page.locator(f"#contradiction-{row.pk}").count()


@pytest.mark.req("Nf9")
def test_a_position_is_kept_where_one_agrees_and_the_button_is_free_where_not(walker, company, now):
    one = customer(company.rep, since=now - timedelta(days=30), name="杭州甲电子有限公司")
    outing = Outing.objects.create(
        person=company.rep, department=company.rep.department, day=local_date(now), left_at=now, entered_at=now
    )
    OutingVisit.objects.create(outing=outing, customer=one, position=0, gone_at=now)
    walker.sign_in(company.rep)
    page = walker.open(f"/outings/{outing.pk}/")
    button = page.locator("form[data-position] button")
    button.click()
    expect(page.locator("body")).to_contain_text(page.get_attribute("form[data-position]", "data-refused"))
    expect(button).to_be_enabled()
    assert not outing.positions.exists()
    walker.context.grant_permissions(["geolocation"])
    walker.context.set_geolocation({"latitude": 31.23041, "longitude": 121.47372})
    walker.press("form[data-position] button")
    row = outing.positions.get()
    assert (f"{row.latitude}", f"{row.longitude}") == ("31.230", "121.474")
