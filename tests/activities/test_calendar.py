"""The month, and the feed for other calendars."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.domain import follow_ups, tasks
from activities.models import Task
from activities.presenters import agenda
from crm_project.accounts.domain import profile, working_days
from crm_project.accounts.models import User
from tests.activities import ics
from tests.cast import NOW, VALID, customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SINCE = moment("2026-02-20 09:00")


def task(by, title, due, **fields):
    return tasks.plan_task(by=by, at=NOW, fields={"title": title, "due_at": moment(due), "assignee": by, **fields})


def cells(response):
    return {(c["day"], c["out"]): c for week in response.context["weeks"] for c in week}


@pytest.mark.req("Nf12", "Nc5", "Z5")
def test_the_month_shows_tasks_next_contacts_and_deadlines(cast, signed_in):
    file = customer(cast.rep, since=SINCE)
    follow_ups.record_followup(
        customer_id=file.pk,
        by=cast.rep,
        at=NOW,
        fields={
            "kind": "note",
            "counterpart": "王经理",
            "content": VALID,
            "next_step": "寄样品",
            "next_contact_at": moment("2026-03-05 09:00"),
        },
    )
    task(cast.rep, "Visit", "2026-03-05 14:00", kind="visit", customer=file)
    task(cast.mate, "Not mine", "2026-03-05 14:00")
    response = signed_in(cast.rep).get(reverse("activities:calendar"), {"month": "2026-03"})
    shown = cells(response)
    assert [(i["time"], i["label"], i["tone"]) for i in shown[5, False]["items"]] == [
        ("09:00", f"寄样品 · {file.name}", "accent"),
        ("14:00", f"Visit · {file.name}", "warn"),
    ]
    assert [i["label"] for i in shown[17, False]["items"]] == [f"Deadline: {file.name}"]
    assert shown[2, False]["today"] and "Not mine" not in response.content.decode()


@pytest.mark.req("Nf12")
def test_one_goes_from_month_to_month_and_nonsense_is_this_month(cast, signed_in):
    client = signed_in(cast.rep)
    page = client.get(reverse("activities:calendar"), {"month": "2026-12"}).content.decode()
    assert "?month=2026-11" in page and "?month=2027-01" in page and "December 2026" in page
    for text in ("2026-13", "x", "", "0000-00", "99999-1", "2026-3-1"):
        assert agenda.month_of(text, NOW) == date(2026, 3, 1)


@pytest.mark.req("Nf12", "Nf13")
def test_days_off_and_the_companys_own_are_marked(cast, signed_in):
    working_days.set_day(day=date(2026, 4, 10), working=False, note="Anniversary", by=cast.admin, at=NOW)
    shown = cells(signed_in(cast.rep).get(reverse("activities:calendar"), {"month": "2026-04"}))
    assert shown[10, False]["off"] and shown[10, False]["off_name"] == "Anniversary"
    assert shown[6, False]["off"] and "Tomb-Sweeping" in shown[6, False]["off_name"]
    assert shown[4, False]["off"] and not shown[7, False]["off"]


@pytest.mark.req("Nf12")
def test_a_full_day_leads_to_the_list(cast, signed_in):
    for n in range(7):
        task(cast.rep, f"Task {n}", f"2026-03-05 1{n}:00")
    client = signed_in(cast.rep)
    shown = cells(client.get(reverse("activities:calendar"), {"month": "2026-03"}))[5, False]["items"]
    assert [i["label"] for i in shown] == ["Task 0", "Task 1", "Task 2", "4 more"]
    page = client.get(shown[-1]["url"]).content.decode()
    assert "Task 6" in page and 'id="d05"' in page


@pytest.mark.req("Nf12")
def test_an_empty_month_says_what_will_come(cast, signed_in):
    assert (
        "Nothing in this month"
        in signed_in(cast.rep).get(reverse("activities:calendar"), {"view": "list"}).content.decode()
    )


@pytest.mark.embedded
@pytest.mark.req("Nf12")
def test_the_month_costs_the_same_with_thirty_entries(cast, signed_in):
    client, counts = signed_in(cast.rep), []
    for n in (1, 30):
        while Task.objects.count() < n:
            task(
                cast.rep,
                "x",
                f"2026-03-{Task.objects.count() % 28 + 1:02d} 10:00",
                customer=customer(cast.rep, since=SINCE),
            )
        client.get(reverse("activities:calendar"), {"month": "2026-03"})
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("activities:calendar"), {"month": "2026-03"})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


# --- the feed --------------------------------------------------------------------------------------------------------------


def fetch(client, person):
    response = client.get(reverse("activities:feed", args=[person.calendar_token]))
    assert response.status_code == 200 and response["Content-Type"] == "text/calendar; charset=utf-8"
    return ics.read(response.content)


@pytest.mark.req("Nf12", "Z5")
def test_the_feed_reads_back_as_it_was_planned_without_signing_in(cast, client):
    file = customer(cast.rep, since=SINCE, name="杭州春意, 空调; 有限公司", address="文三路 1 号, 3 楼")
    row = task(
        cast.rep,
        "Talk; prices, terms\\discount",
        "2026-03-05 14:30",
        kind="visit",
        customer=file,
        note="Bring:\r\n- list\n- 样品" + "很长" * 60,
        ends_at=moment("2026-03-05 16:00"),
    )
    head, events = fetch(client, cast.rep)
    assert head["X-WR-CALNAME"] == "CRM: Rep" and head["METHOD"] == "PUBLISH"
    one = next(e for e in events if e["UID"] == f"task-{row.pk}@crm")
    assert one["SUMMARY"] == "Talk; prices, terms\\discount · 杭州春意, 空调; 有限公司"
    assert (one["DTSTART"], one["DTEND"]) == ("20260305T063000Z", "20260305T080000Z"), "UTC"
    assert one["DESCRIPTION"] == "Bring:\n- list\n- 样品" + "很长" * 60
    assert one["LOCATION"] == "文三路 1 号, 3 楼" and one["TRANSP"] == "OPAQUE"
    assert one["URL"] == f"http://testserver{reverse('customers:detail', args=[file.pk])}"
    deadline = next(e for e in events if e["UID"] == f"deadline-{file.pk}@crm")
    assert deadline["DTSTART"] == "20260307T020000Z" and deadline["TRANSP"] == "TRANSPARENT"


@pytest.mark.req("Nf12")
def test_the_same_entry_keeps_its_number_and_a_done_one_says_so(cast, client):
    row = task(cast.rep, "Call", "2026-03-05 14:30")
    first = fetch(client, cast.rep)[1]
    tasks.mark_task(task_id=row.pk, by=cast.rep, at=NOW + timedelta(minutes=5), ticked=True)
    second = fetch(client, cast.rep)[1]
    assert [e["UID"] for e in first] == [e["UID"] for e in second] == [f"task-{row.pk}@crm"]
    assert second[0]["SUMMARY"] == "✓ Call" and second[0]["DTSTAMP"] > first[0]["DTSTAMP"]


@pytest.mark.req("Nf12", "Na3")
def test_a_reset_address_a_wrong_one_and_a_closed_account_show_nothing(cast, client):
    old = reverse("activities:feed", args=[cast.rep.calendar_token])
    profile.reset_calendar(by=cast.rep, at=NOW)
    assert client.get(old).status_code == 404
    assert client.get(reverse("activities:feed", args=["nobody"])).status_code == 404
    new = reverse("activities:feed", args=[User.objects.get(pk=cast.rep.pk).calendar_token])
    assert client.get(new).status_code == 200
    User.objects.filter(pk=cast.rep.pk).update(is_active=False)
    assert client.get(new).status_code == 404


@pytest.mark.req("Nf12")
def test_the_feed_holds_only_ones_own(cast, client):
    task(cast.mate, "Mates", "2026-03-05 14:30")
    customer(cast.mate, since=SINCE)
    assert fetch(client, cast.rep)[1] == []


@pytest.mark.req("Nf12")
@pytest.mark.parametrize("length", [73, 74, 75, 76, 150, 224, 500])
@pytest.mark.parametrize("char", ["a", "é", "空", "🙂"])
def test_lines_fold_inside_75_octets_and_never_inside_a_character(cast, client, length, char):
    row = task(cast.rep, "Long", "2026-03-05 14:30")
    Task.objects.filter(pk=row.pk).update(note=char * length)
    assert fetch(client, cast.rep)[1][0]["DESCRIPTION"] == char * length


@pytest.mark.req("Nf12")
def test_control_characters_do_not_break_the_file(cast, client):
    task(cast.rep, "a\x0bb\x07c\u2028d", "2026-03-05 14:30")
    assert fetch(client, cast.rep)[1][0]["SUMMARY"] == "abc\u2028d"
