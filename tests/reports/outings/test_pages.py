"""The pages of outings: one tap from everywhere, the follow-up filled in, never more than the reader may see."""

from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from activities.models import FollowUp, Task
from reports.domain.outings import going, positions, times
from reports.models import Outing
from tests.cast import NOW, VALID, followup, moment
from tests.reports.trips.planners import planned, there

from .walkers import BACK, been, entered, mine, out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nf9")]


def test_one_tap_out_one_tap_back_and_the_follow_up_is_filled_in(cast, signed_in, clock):
    row, client = mine(cast.rep), signed_in(cast.rep)
    assert f'name="customer" value="{row.pk}"' in client.get(f"/customers/{row.pk}/").text
    answer = client.post("/outings/start/", {"customer": row.pk})
    outing = Outing.objects.get()
    assert answer.url == f"/outings/{outing.pk}/" and row.name in client.get(answer.url).text
    clock.move_to(BACK)
    assert "I am back" in client.get(reverse("reports:home_outing")).text
    answer = client.post(f"/outings/{outing.pk}/back/")
    known = parse_qs(urlsplit(answer.url).query)
    assert known == {"kind": ["visit_out"], "occurred_at": ["2026-03-02T09:00"], "next": [f"/outings/{outing.pk}/"]}
    form = client.get(answer.url).context["form"]
    assert (form["kind"].value(), form["occurred_at"].value()) == ("visit_out", "2026-03-02T09:00")
    saved = client.post(
        answer.url,
        {"kind": "visit_out", "counterpart": "王经理", "content": VALID, "occurred_at": "2026-03-02T09:00"},
    )
    assert saved.url == f"/outings/{outing.pk}/" and FollowUp.objects.get().customer == row
    assert "Follow-up of 2026-03-02 09:00" in client.get(saved.url).text
    assert client.post(f"/outings/{outing.pk}/back/").url == f"/outings/{outing.pk}/", "nothing is left to write"


@pytest.mark.parametrize("when", ["", "2026-99", "<script>", "2026-03-02 09:00"])
def test_a_link_with_a_wrong_time_proposes_none(cast, signed_in, when):
    row = mine(cast.rep)
    page = signed_in(cast.rep).get(f"/activities/customers/{row.pk}/followups/new/", {"occurred_at": when})
    assert not page.context["form"]["occurred_at"].value()


def test_who_is_out_already_is_led_there_and_goes_on(cast, signed_in):
    one, two = mine(cast.rep), mine(cast.rep, "宁波乙机械有限公司")
    outing, client = out(cast.rep, one), signed_in(cast.rep)
    answer = client.post("/outings/start/", {"customer": two.pk})
    assert answer.url == f"/outings/{outing.pk}/?on={two.pk}"
    page = client.get(answer.url).text
    assert "two customers at once" in page and "Go on there" in page
    for wrong in ("x", "9" * 40, str(mine(cast.mate).pk)):
        assert "Go on there" not in client.get(f"/outings/{outing.pk}/", {"on": wrong}).text
    client.post(f"/outings/{outing.pk}/customer/", {"customer": two.pk})
    assert [visit.customer for visit in outing.visits.all()] == [one, two]


@pytest.mark.parametrize("customer", ["", "x", "999999", "9" * 40])
def test_a_tap_that_names_nobody_is_refused(cast, signed_in, customer):
    page = signed_in(cast.rep).post("/outings/start/", {"customer": customer}, follow=True)
    assert "claim it or ask for cooperation first" in page.text and not Outing.objects.exists()


@pytest.mark.req("Ni2")
def test_the_trip_of_today_and_planned_visits_stand_on_the_home_page(cast, signed_in):
    stop, visit, other = (there(cast.rep, f"杭州{name}电子有限公司") for name in "甲乙丙")
    trip = planned(cast.rep, stop, first=NOW.date(), last=NOW.date())
    fields = {"title": "visit", "assignee": cast.rep, "created_at": NOW}
    Task.objects.create(customer=visit, kind="visit", due_at=moment("2026-03-02 15:00"), **fields)
    Task.objects.create(customer=other, kind="call", due_at=moment("2026-03-02 15:00"), **fields)
    client = signed_in(cast.rep)
    page = client.get(reverse("reports:home_outing")).text
    assert stop.name in page and visit.name in page and other.name not in page
    assert f'name="customer" value="{stop.pk}"' in client.get(f"/trips/{trip.pk}/").text
    client.post("/outings/start/", {"customer": stop.pk})
    outing = Outing.objects.get()
    assert outing.trip == trip
    back = client.post(f"/outings/{outing.pk}/back/").url
    assert parse_qs(urlsplit(back).query)["purpose"] == ["price of the new line"]
    page = client.get(reverse("reports:home_outing")).text
    assert stop.name not in page and visit.name in page


def test_a_forgotten_one_is_asked_for_on_the_home_page_and_gets_its_end(cast, signed_in, clock):
    outing = out(cast.rep, mine(cast.rep))
    clock.move_to(moment("2026-03-03 09:00"))
    client = signed_in(cast.rep)
    url = f"/outings/{outing.pk}/correct/"
    assert url in client.get(reverse("reports:home_outing")).text
    assert client.post(f"/outings/{outing.pk}/back/").url == url
    typed = {"left_at": "2026-03-02T09:00", "back_at": "2026-03-02T11:00"}
    assert client.post(url, {**typed, "reason": ""}).status_code == 422
    wrong = client.post(url, {**typed, "back_at": "2026-03-02T08:00", "reason": "forgot it"})
    assert wrong.status_code == 422 and "forgot it" in wrong.text and "before you left" in wrong.text
    client.post(url, {**typed, "reason": "forgot it"})
    page = client.get(f"/outings/{outing.pk}/").text
    assert "Corrected" in page and "forgot it" in page


def test_an_outing_is_entered_afterwards_and_shown_so(cast, signed_in, clock):
    clock.move_to(BACK)
    row, client = mine(cast.rep), signed_in(cast.rep)
    typed = {"customer": row.pk, "left_at": "2026-03-02T09:00", "back_at": "2026-03-02T10:00", "reason": "no reception"}
    assert client.post("/outings/enter/", {**typed, "customer": mine(cast.mate).pk}).status_code == 422
    client.post("/outings/enter/", typed)
    assert "Entered afterwards" in signed_in(cast.manager).get("/outings/?of=team").text
    assert "no reception" in client.get(f"/outings/{Outing.objects.get().pk}/").text


@pytest.mark.req("Nb3")
def test_managers_see_those_of_their_people_and_others_none(cast, signed_in):
    row = mine(cast.rep)
    outing = been(cast.rep, row)
    url = f"/outings/{outing.pk}/"
    page = signed_in(cast.manager).get(url).text
    assert row.name in page and "I am back" not in page
    assert "Rep" in signed_in(cast.manager).get("/outings/?of=team").text
    for person, status in ((cast.mate, 404), (cast.direct_manager, 404), (cast.hr, 403), (cast.clerk, 403)):
        assert signed_in(person).get(url).status_code == status, person


@pytest.mark.req("Nb3")
def test_positions_are_seen_by_a_right_of_their_own(cast, signed_in):
    outing = out(cast.rep, mine(cast.rep))
    where = {"latitude": "30.274085", "longitude": "120.155070"}
    signed_in(cast.rep).post(f"/outings/{outing.pk}/position/", where)
    seen = {person: "30.274" in signed_in(person).get(f"/outings/{outing.pk}/").text for person in _readers(cast)}
    assert seen == {cast.rep: True, cast.manager: False, cast.director: True, cast.general_manager: True}
    signed_in(cast.rep).post(f"/outings/{outing.pk}/positions/delete/")
    assert not outing.positions.exists()
    signed_in(cast.rep).post(f"/outings/{outing.pk}/position/", {"latitude": "", "longitude": "x"})
    assert not outing.positions.exists()


def _readers(cast):
    return cast.rep, cast.manager, cast.director, cast.general_manager


def test_the_calendar_shows_ones_own(cast, signed_in):
    outing = been(cast.rep, mine(cast.rep))
    month = "/activities/calendar/?month=2026-03&view=list"
    page = signed_in(cast.rep).get(month).text
    assert "Field visit 09:00 – 11:00" in page and f"/outings/{outing.pk}/" in page
    assert "Field visit 09:00" not in signed_in(cast.manager).get(month).text
    times_are = signed_in(cast.rep).get(reverse("activities:feed", args=[cast.rep.calendar_token])).text
    assert f"outing-{outing.pk}" in times_are


@pytest.mark.parametrize("number", [1, 8])
def test_pages_cost_the_same_for_one_outing_and_for_many(cast, signed_in, queries, number):
    for n in range(number):
        row = mine(cast.rep, f"杭州试{n}号仪表有限公司")
        outing = entered(cast.rep, row, f"2026-03-01 {n + 8:02d}:00", f"2026-03-01 {n + 8:02d}:30")
        times.correct_outing(
            outing_id=outing.pk, left_at=outing.left_at, back_at=outing.back_at, reason="x", by=cast.rep, at=BACK
        )
        followup(row, cast.rep, outing.left_at, kind="visit_out")
    open_one = out(cast.rep, row)
    positions.add_position(outing_id=open_one.pk, latitude=Decimal(30), longitude=Decimal(120), by=cast.rep, at=NOW)
    signed_in(cast.rep)
    assert queries("/outings/") <= 14
    assert queries(f"/outings/{open_one.pk}/") <= 14
    assert queries("/outings/new/") <= 8
    assert queries(reverse("reports:home_outing")) <= 6
    signed_in(cast.manager)
    assert queries("/outings/?of=team") <= 15


def test_the_follow_up_begins_within_the_outing_as_it_was_corrected(cast, signed_in):
    row, other = mine(cast.rep), mine(cast.rep)
    outing = been(cast.rep, row)
    outing.visits.create(customer=other, position=1, gone_at=BACK)
    times.correct_outing(
        outing_id=outing.pk,
        left_at=moment("2026-03-02 07:00"),
        back_at=moment("2026-03-02 08:00"),
        reason="an hour wrong",
        by=cast.rep,
        at=BACK,
    )
    visits = signed_in(cast.rep).get(f"/outings/{outing.pk}/").context["visits"]
    moments = [parse_qs(urlsplit(visit["write"]).query)["occurred_at"][0] for visit in visits]
    assert moments == ["2026-03-02T08:00", "2026-03-02T08:00"]


def test_a_withdrawn_outing_offers_no_work(cast, signed_in):
    outing = been(cast.rep, mine(cast.rep))
    going.void_outing(outing_id=outing.pk, reason="wrong day", by=cast.rep, at=BACK)
    client = signed_in(cast.rep)
    assert all(not visit["write"] for visit in client.get(f"/outings/{outing.pk}/").context["visits"])
    assert client.get(f"/outings/{outing.pk}/correct/").status_code == 404
