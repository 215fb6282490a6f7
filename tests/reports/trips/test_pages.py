"""The pages of trips: planned from the list of a region, in the calendar, never more than the reader may see."""

import pytest
from django.urls import reverse

from crm_project.accounts.models import Role
from reports.models import Trip, TripRules
from tests.cast import as_admin, moment
from tests.reports.trips.planners import planned, region, ruled, there

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni2")]


def typed(*customers, **changes):
    lines = {f"visit-{row.pk}": "on" for row in customers} | {f"purpose-{row.pk}": "new price" for row in customers}
    return {"first": "2026-03-04", "last": "2026-03-05", "expense": "1,200", "note": "", **lines, **changes}


def test_from_the_region_to_the_trip_in_the_calendar_and_its_feed(cast, signed_in):
    one, two = there(cast.rep, "杭州甲电子有限公司"), there(cast.rep, "宁波乙机械有限公司")
    client = signed_in(cast.rep)
    url = reverse("reports:trip_new", args=[region().pk])
    assert f'href="{url}"' in client.get("/trips/").text
    page = client.get(url)
    assert one.name in page.text and "never visited" in page.text
    answer = client.post(url, typed(one))
    trip = Trip.objects.get()
    assert answer.url == f"/trips/{trip.pk}/" and [stop.customer for stop in trip.stops.all()] == [one]
    assert "2026-03-04 · Zhejiang · Trip · Rep" in client.get(answer.url).text
    month = client.get("/activities/calendar/?month=2026-03&view=list").text
    assert month.count("2026-03-04 · Zhejiang · Trip · Rep") == 2, "on each of its days"
    feed = client.get(reverse("activities:feed", args=[cast.rep.calendar_token])).text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20260304" in feed and "DTEND;VALUE=DATE:20260306" in feed
    assert f"URL:http://testserver/trips/{trip.pk}/" in feed
    assert two.name not in feed
    assert "Trip · Rep" not in signed_in(cast.mate).get("/activities/calendar/?month=2026-03&view=list").text


def test_a_refused_plan_keeps_what_was_typed(cast, signed_in):
    one = there(cast.rep, "杭州甲电子有限公司")
    page = signed_in(cast.rep).post(
        reverse("reports:trip_new", args=[region().pk]), typed(one, last="2026-03-01", note="by train")
    )
    assert page.status_code == 422 and "The trip ends before it begins" in page.text
    assert "by train" in page.text and 'value="new price"' in page.text and not Trip.objects.exists()
    far = typed(one, first="2099-01-01", last="2099-01-02")
    assert "out of range" in signed_in(cast.rep).post(reverse("reports:trip_new", args=[region().pk]), far).text


def test_changing_and_cancelling_on_the_page(cast, signed_in):
    one, two = there(cast.rep, "杭州甲电子有限公司"), there(cast.rep, "宁波乙机械有限公司")
    trip = planned(cast.rep, one)
    client = signed_in(cast.rep)
    page = client.get(f"/trips/{trip.pk}/edit/")
    assert "price of the new line" in page.text
    assert client.post(f"/trips/{trip.pk}/edit/", typed(one, two)).status_code == 422, "the reason is missing"
    client.post(f"/trips/{trip.pk}/edit/", typed(one, two, reason="they asked for it"))
    assert trip.stops.count() == 2
    client.post(f"/trips/{trip.pk}/cancel/", {"reason": "ill"})
    trip.refresh_from_db()
    assert (trip.state, trip.cancel_reason) == ("cancelled", "ill")
    assert "ill" in client.get(f"/trips/{trip.pk}/").text


def test_the_decider_sees_days_customers_and_purposes(cast, signed_in):
    ruled(cast)
    one = there(cast.rep, "杭州甲电子有限公司")
    trip = planned(cast.rep, one, expense=1200)
    client = signed_in(cast.manager)
    assert "¥1,200.00" in client.get("/approvals/").text
    page = client.get(f"/approvals/{trip.waiting_id}/").text
    assert one.name in page and "price of the new line" in page
    client.post(f"/approvals/{trip.waiting_id}/decide/", {"do": "approve"})
    trip.refresh_from_db()
    assert trip.state == "planned"


def test_the_manager_reads_the_trips_of_the_team_and_hr_no_customer(cast, signed_in):
    one = there(cast.rep, "杭州甲电子有限公司")
    trip = planned(cast.rep, one)
    assert one.name in signed_in(cast.manager).get(f"/trips/{trip.pk}/").text
    assert "Trip · Rep" in signed_in(cast.manager).get("/trips/?of=team").text
    page = signed_in(cast.hr).get(f"/trips/{trip.pk}/").text
    assert one.name not in page and "price of the new line" not in page
    assert signed_in(cast.mate).get(f"/trips/{trip.pk}/").status_code == 404


@pytest.mark.req("Nb4")
def test_numbers_in_a_purpose_are_masked_where_they_are_on_the_file(cast, signed_in):
    one = there(cast.rep, "杭州甲电子有限公司")
    trip = planned(cast.rep, one, purpose="call 13912345678 before", note="hotel 13912345678")
    Role.objects.filter(key="manager").update(masks={"phone.all": {"shown": "own"}})
    page = signed_in(cast.manager).get(f"/trips/{trip.pk}/").text
    assert "before" in page and "13912345678" not in page
    assert page.count("hotel") and "13912345678" in signed_in(cast.rep).get(f"/trips/{trip.pk}/").text


def test_rules_are_set_in_the_browser(cast, signed_in):
    client = signed_in(as_admin(cast.hr))
    data = {"department": cast.departments["sales"].pk, "holds_from": "2026-03-09", "approval": "on", "report_days": 3}
    assert client.post("/trips/rules/new/", data).url == "/trips/rules/"
    row = TripRules.objects.get()
    assert (row.number, row.approval, row.report_days) == (1, True, 3)
    assert "the manager approves each trip" in client.get("/trips/rules/").text
    assert client.post("/trips/rules/new/", {**data, "report_days": 99}).status_code == 422


@pytest.mark.parametrize("number", [1, 8])
def test_pages_cost_the_same_for_one_trip_and_for_many(cast, signed_in, queries, number):
    rows = [there(cast.rep, f"杭州试{n}号仪表有限公司") for n in range(number)]
    for n in range(number):
        day = moment(f"2026-03-{n + 10} 09:00").date()
        trip = planned(cast.rep, *rows, first=day, last=day)
    signed_in(cast.rep)
    assert queries("/trips/") <= 9
    assert queries(f"/trips/{trip.pk}/") <= 12
    assert queries(reverse("reports:trip_new", args=[region().pk])) <= 6
    signed_in(cast.manager)
    assert queries("/trips/?of=team") <= 10
