"""The pages of receptions: planning, reading, recording, lists, calendar, timeline, Home and print (row M11)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.domain.receptions import planning
from activities.models import FollowUp, Reception, ReceptionLevel, ReceptionRoom, Task
from customers.models import Contact
from tests.activities import ics
from tests.cast import NOW, customer, moment
from tests.reports.pages import queue

from .plans import AFTER, AGREED, BEGINS, level, planned, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.req("M11"), pytest.mark.usefixtures("clock")]
EMPTY = {f"{name}-{what}_FORMS": 0 for name in ("guest", "step", "gift", "task") for what in ("TOTAL", "INITIAL")}


def typed(**more):
    return EMPTY | {
        "level": level("Standard").pk,
        "purpose": "参观工厂",
        "begins_at": "2026-03-09T10:00",
        "ends_at": "2026-03-09T12:00",
        "room": ReceptionRoom.objects.get(name="Meeting room 1").pk,
        "guest-TOTAL_FORMS": 1,
        "guest-0-name": "Li",
        **more,
    }


def sheet(row, **more):
    return EMPTY | {
        "occurred_at": "2026-03-09T10:00",
        "ended_at": "2026-03-09T12:00",
        "came": [guest.pk for guest in row.guests.all()],
        "content": AGREED["content"],
        "result": AGREED["result"],
        "next_step": AGREED["next_step"],
        **more,
    }


def test_a_new_plan_starts_with_the_level_and_its_standing_schedule(cast, signed_in):
    row = customer(cast.rep, vip=True)
    page = signed_in(cast.rep).get(reverse("activities:reception_new", args=[row.pk]))
    assert page.context["form"]["level"].value() == level("VIP").pk
    assert "Tour of the works" in page.text and "An important customer" in page.text


def test_a_plan_is_typed_and_its_warning_is_shown(cast, signed_in):
    row = customer(cast.rep)
    contact = Contact.objects.create(customer=row, name="Wang", title="Buyer", created_at=NOW)
    planned(customer(cast.mate), cast.mate, room=None, place="Hotel")
    client, url = signed_in(cast.rep), reverse("activities:reception_new", args=[row.pk])
    rows = {
        "contacts": [contact.pk],
        "team": [cast.mate.pk],
        "step-TOTAL_FORMS": 1,
        "step-0-starts": "10:15",
        "step-0-what": "Tour",
        "gift-TOTAL_FORMS": 1,
        "gift-0-what": "Tea",
        "gift-0-value": "150",
        "task-TOTAL_FORMS": 1,
        "task-0-what": "Book the car",
        "task-0-assignee": cast.rep.pk,
        "task-0-due_at": "2026-03-06T09:00",
    }
    page = client.post(url, typed(**rows), follow=True)
    made = Reception.objects.get(customer=row)
    assert [guest.name for guest in made.guests.all()] == ["Wang", "Li"] and made.guests.first().contact == contact
    assert made.steps.get().starts.hour == 10 and made.gifts.get().value == 150
    assert made.tasks.get().title == "Book the car"
    assert page.text.count("Mate is expected elsewhere: 2026-03-09 10:00–12:00.") >= 1
    assert row.name in page.text and "Book the car" in page.text


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"begins_at": "2026-03-01T10:00"}, "planned before it begins"),
        ({"gift-TOTAL_FORMS": 1, "gift-0-what": "Gold", "gift-0-value": "101"}, "Gifts may be worth ¥100.00 in all"),
        ({"cost": "301"}, "It may cost ¥300.00 in all"),
        ({"gift-TOTAL_FORMS": 1, "gift-0-what": "Gold"}, "Enter what it is worth."),
        ({"task-TOTAL_FORMS": 1, "task-0-what": "Car"}, "Choose who does it."),
        ({"step-TOTAL_FORMS": 1, "step-0-starts": "10:00"}, "Say what happens then."),
        ({"guest-0-name": "", "guest-0-position": "Boss"}, "Enter the name."),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(cast, signed_in, more, sentence):
    row = customer(cast.rep)
    page = signed_in(cast.rep).post(reverse("activities:reception_new", args=[row.pk]), typed(**more))
    assert page.status_code == 422 and sentence in page.text and "参观工厂" in page.text
    assert not Reception.objects.exists()


def test_a_plan_is_changed_in_its_form(cast, signed_in):
    made = planned(customer(cast.rep), cast.rep, team=[cast.mate])
    client, url = signed_in(cast.rep), reverse("activities:reception_edit", args=[made.pk])
    page = client.get(url)
    parts = page.context["parts"]
    assert [row["name"] for row in parts.guests.initial] == ["Wang", "Li"]
    client.post(url, typed(purpose="Talks on price", team=[cast.mate.pk]))
    made.refresh_from_db()
    assert made.purpose == "Talks on price" and [guest.name for guest in made.guests.all()] == ["Li"]


def test_it_is_cancelled_on_its_page(cast, signed_in):
    made = planned(customer(cast.rep), cast.rep)
    client = signed_in(cast.rep)
    page = client.post(reverse("activities:reception_cancel", args=[made.pk]), {"reason": "They are ill"}, follow=True)
    assert "They are ill" in page.text and "Cancel the reception" not in page.text


def test_it_is_recorded_with_the_follow_up_that_stands_on_the_timeline(cast, signed_in, clock):
    row = customer(cast.rep)
    made = planned(row, cast.rep)
    clock.move_to(AFTER)
    client, url = signed_in(cast.rep), reverse("activities:reception_record", args=[made.pk])
    assert client.get(url).status_code == 200
    judge = client.post(reverse("activities:reception_judge", args=[made.pk]), sheet(made))
    assert judge.context["judge"]["state"] == "ok", judge.context["judge"]
    shown = client.post(url, sheet(made, next_contact_at="2026-03-12T09:00", real_cost="450"), follow=True)
    followup = FollowUp.objects.get()
    assert followup.counterpart == "Wang, Li" and followup.purpose == made.purpose
    assert Task.objects.get(followup=followup).due_at == moment("2026-03-12 09:00")
    assert AGREED["content"] in shown.text and "¥450.00 of ¥600.00 allowed" in shown.text
    client.post(url, sheet(made))
    assert FollowUp.objects.count() == 1
    timeline = client.get(reverse("activities:timeline", args=[row.pk])).text
    assert AGREED["content"] in timeline and "recorded a reception" in timeline
    assert reverse("activities:reception", args=[made.pk]) in timeline


def test_the_judge_says_what_is_invalid_while_it_is_typed(cast, signed_in, clock):
    made = planned(customer(cast.rep), cast.rep)
    clock.move_to(AFTER)
    judge = signed_in(cast.rep).post(reverse("activities:reception_judge", args=[made.pk]), sheet(made, content="ok"))
    assert judge.context["judge"]["state"] == "bad" and not FollowUp.objects.exists()


def test_lists_show_ones_own_by_tab_and_level(cast, signed_in, clock):
    coming = planned(customer(cast.rep), cast.rep, team=[cast.mate])
    others = planned(customer(cast.mate, vip=True), cast.mate, level=level("VIP"), room=None, place="Hotel")
    url = reverse("activities:receptions")

    def named(person, **query):
        return [row["url"] for row in signed_in(person).get(url, query).context["rows"]]

    pages = {row: reverse("activities:reception", args=[row.pk]) for row in (coming, others)}
    assert named(cast.rep) == [pages[coming]]
    assert set(named(cast.mate)) == {pages[coming], pages[others]}
    assert named(cast.mate, level=level("VIP").pk) == [pages[others]]
    assert named(cast.manager) == [] and set(named(cast.manager, of="all")) == set(pages.values())
    assert named(cast.manager, of="all", department=cast.departments["direct"].pk) == []
    assert named(cast.stranger, of="all") == []
    assert named(cast.rep, tab="waiting") == []
    clock.move_to(AFTER)
    assert named(cast.rep) == [] and named(cast.rep, tab="waiting") == [pages[coming]]


def test_who_takes_part_reads_it_and_strangers_do_not(cast, signed_in):
    row = customer(cast.rep, restricted=True)
    made = planned(row, cast.rep, team=[cast.stranger])
    url = reverse("activities:reception", args=[made.pk])
    assert signed_in(cast.stranger).get(url).status_code == 200
    assert signed_in(cast.finance).get(url).status_code in (302, 403, 404)
    assert signed_in(cast.mate).get(url).status_code == 404
    planning.cancel_reception(reception_id=made.pk, reason="ill", by=cast.rep, at=NOW)
    assert signed_in(cast.stranger).get(url).status_code == 200


@pytest.mark.req("Nf12")
def test_it_stands_in_the_calendar_of_host_and_people_with_its_time(cast, signed_in):
    made = planned(customer(cast.rep), cast.rep, team=[cast.mate])
    for person in (cast.rep, cast.mate):
        page = signed_in(person).get(reverse("activities:calendar"), {"month": "2026-03"})
        day = next(c for week in page.context["weeks"] for c in week if (c["day"], c["out"]) == (9, False))
        assert [(item["time"], item["label"]) for item in day["items"]] == [
            ("10:00", f"Reception: {made.customer.name}")
        ]
    cast.mate.refresh_from_db()
    body = signed_in(cast.mate).get(reverse("activities:feed", args=[cast.mate.calendar_token])).content
    lines = ics.unfold(body)
    assert f"UID:reception-{made.pk}@crm" in lines
    assert "DTSTART:20260309T020000Z" in lines and "DTEND:20260309T040000Z" in lines
    assert "LOCATION:Meeting room 1" in lines
    planning.cancel_reception(reception_id=made.pk, reason="ill", by=cast.rep, at=NOW)
    page = signed_in(cast.mate).get(reverse("activities:calendar"), {"month": "2026-03"})
    assert not [item for week in page.context["weeks"] for c in week for item in c["items"]]


def test_what_is_over_waits_in_home_until_it_is_recorded(cast, signed_in, clock):
    made = planned(customer(cast.rep), cast.rep, team=[cast.mate])
    assert not [row for row in queue(signed_in, cast.rep) if row.key == f"reception-{made.pk}"]
    clock.move_to(AFTER)
    row = next(row for row in queue(signed_in, cast.rep) if row.key == f"reception-{made.pk}")
    assert row.why == f"Reception to be recorded · {made.customer.name} · ended 2026-03-09 12:00"
    assert row.act.url == reverse("activities:reception_record", args=[made.pk])
    assert not [row for row in queue(signed_in, cast.mate) if row.key.startswith("reception")]
    recorded(made, cast.rep)
    assert not [row for row in queue(signed_in, cast.rep) if row.key.startswith("reception")]


@pytest.mark.req("T4")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_plan_is_printed_in_both_languages(cast, signed_in, language):
    made = planned(customer(cast.rep), cast.rep, note="Park at gate 2")
    answer = signed_in(cast.rep).get(reverse("reports:print_reception", args=[made.pk]), {"language": language})
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    blank = signed_in(cast.rep).get(reverse("reports:blank_form", args=["reception"]), {"language": language})
    assert blank.content.startswith(b"%PDF")


@pytest.mark.req("Z1")
def test_an_admin_edits_levels_and_rooms(cast, signed_in):
    client, url = signed_in(cast.admin), reverse("activities:reception_levels")
    page = client.get(url)
    assert "Gifts up to" in page.text or "gifts up to ¥500.00" in page.text
    client.post(url, {"name": "State visit", "name_zh": "国宾级", "gift_limit": "1,000", "important": "on"})
    made = ReceptionLevel.objects.get(name="State visit")
    assert made.gift_limit == 1000 and list(ReceptionLevel.objects.filter(important=True)) == [made]
    client.post(reverse("activities:reception_level_do", args=[made.pk, "switch"]))
    made.refresh_from_db()
    assert not made.active
    entry = reverse("activities:reception_level", args=[made.pk])
    client.post(entry, {"name": "State visit", "name_zh": "国宾级", "schedule": "Anthem\nTalks"})
    made.refresh_from_db()
    assert made.schedule.split() == ["Anthem", "Talks"] and made.gift_limit is None
    client.post(reverse("activities:reception_rooms"), {"name": "Roof"})
    room = ReceptionRoom.objects.get(name="Roof")
    client.post(reverse("activities:reception_room_do", args=[room.pk, "up"]))
    assert list(ReceptionRoom.objects.values_list("name", flat=True))[-1] != "Roof"
    assert client.post(reverse("activities:reception_room_do", args=[room.pk, "away"])).status_code == 404


def test_numbers_in_what_was_typed_are_hidden_from_who_may_not_read_them(cast, signed_in):
    row = customer(cast.rep, vip=True)
    made = planned(
        row, cast.rep, level=level("VIP"), purpose="Ring 13912345678", note="Driver 13987654321", team=[cast.service]
    )
    made.steps.create(what="Call 13711112222")
    page = signed_in(cast.service).get(reverse("activities:reception", args=[made.pk])).text
    for number in ("13912345678", "13987654321", "13711112222"):
        assert number not in page
    assert "13912345678" in signed_in(cast.rep).get(reverse("activities:reception", args=[made.pk])).text


def test_a_list_of_many_costs_as_many_queries_as_of_few(cast, queries, signed_in):
    client, url = signed_in(cast.rep), reverse("activities:receptions")
    planned(customer(cast.rep), cast.rep)
    client.get(url)
    first = queries(url)
    for n in range(1, 6):
        begins = BEGINS + timedelta(days=n)
        planned(customer(cast.rep), cast.rep, begins_at=begins, ends_at=begins + timedelta(hours=1))
    assert queries(url) == first
