"""Tasks and appointments: planned, given to colleagues, ticked off, reminded of once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.domain import tasks
from activities.models import Task
from activities.presenters import agenda
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain.duplicates import matching
from customers.models import Customer
from tests.activities.entries import said
from tests.cast import NOW, customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SINCE = moment("2026-02-20 09:00")


def task(by, *, to=None, due=NOW, remind=None, **fields):
    return tasks.plan_task(
        by=by,
        at=NOW,
        fields={"title": "Call about the offer", "due_at": due, "assignee": to or by, "remind_at": remind, **fields},
    )


def typed(cast, **changes):
    return {
        "title": "寄样品",
        "kind": "task",
        "due_at": "2026-03-05T14:30",
        "remind": "60",
        "assignee": cast.rep.pk,
        **changes,
    }


# --- planning --------------------------------------------------------------------------------------------------------------


@pytest.mark.req("Z5", "Nf12")
def test_an_appointment_is_planned_with_its_customer_and_reminder(cast, signed_in):
    file = customer(cast.rep, since=SINCE)
    client = signed_in(cast.rep)
    page = client.get(reverse("activities:task_new"), {"customer": file.pk, "kind": "visit"}).content.decode()
    assert file.name in page and 'value="visit" checked' in page
    response = client.post(
        reverse("activities:task_new"), typed(cast, customer=file.pk, kind="visit", ends_at="2026-03-05T15:30")
    )
    assert said(response) == ["Planned: 寄样品."]
    row = Task.objects.get()
    assert (row.kind, row.customer, row.assignee, row.created_by) == ("visit", file, cast.rep, cast.rep)
    assert (row.due_at, row.ends_at, row.remind_at) == (
        moment("2026-03-05 14:30"),
        moment("2026-03-05 15:30"),
        moment("2026-03-05 13:30"),
    )
    assert Entry.objects.filter(action="task.planned", customer_id=file.pk).exists()


@pytest.mark.req("Z5")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"ends_at": "2026-03-05T14:00"}, "It ends before it begins: correct the times."),
        ({"due_at": "tomorrow"}, "Enter a valid date/time."),
        ({"assignee": "stranger"}, "Select a valid choice."),
        ({"customer": "theirs"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(cast, signed_in, changes, sentence):
    theirs = customer(cast.stranger, since=SINCE)
    known = {"stranger": cast.stranger.pk, "theirs": theirs.pk}
    changes = {name: known.get(value, value) for name, value in changes.items()}
    response = signed_in(cast.rep).post(reverse("activities:task_new"), typed(cast, note="带上目录", **changes))
    page = response.content.decode()
    assert sentence in page and "带上目录" in page and not Task.objects.exists()
    assert theirs.name not in page


@pytest.mark.req("Z5")
def test_a_colleague_whom_one_sees_is_given_a_task_and_told(cast):
    row = task(cast.rep, to=cast.mate, due=moment("2026-03-05 14:30"))
    assert row.assignee == cast.mate
    notice = Notice.objects.get(user=cast.mate)
    assert notice.kind == "task_given" and notice.params == {
        "title": row.title,
        "person": "Rep",
        "due": "2026-03-05 14:30",
    }
    with pytest.raises(Refused, match="You can't assign tasks to Stranger."):
        task(cast.rep, to=cast.stranger)
    assert not Notice.objects.filter(user=cast.rep).exists(), "one does not tell oneself"


@pytest.mark.req("Z5")
def test_a_reminder_cannot_come_after_the_time(cast):
    with pytest.raises(Refused, match="The reminder comes after the task is due"):
        task(cast.rep, due=NOW, remind=NOW + timedelta(hours=1))


@pytest.mark.req("Z5", "Na6")
def test_only_the_two_concerned_change_a_task(cast, signed_in):
    row = task(cast.rep, to=cast.mate)
    for person in (cast.rep, cast.mate):
        assert signed_in(person).get(reverse("activities:task_edit", args=[row.pk])).status_code == 200
    for person in (cast.manager, cast.stranger, cast.east_rep):
        client = signed_in(person)
        assert client.get(reverse("activities:task_edit", args=[row.pk])).status_code == 404
        assert client.post(reverse("activities:task_done", args=[row.pk])).status_code == 404
        with pytest.raises(Refused, match="This task belongs to Mate"):
            tasks.mark_task(task_id=row.pk, by=person, at=NOW, ticked=True)


@pytest.mark.req("Z5")
def test_changing_the_time_reminds_anew(cast, signed_in):
    row = task(cast.rep, due=NOW, remind=NOW)
    tasks.remind_of_tasks(at=NOW)
    signed_in(cast.rep).post(reverse("activities:task_edit", args=[row.pk]), typed(cast, remind="0"))
    row.refresh_from_db()
    assert (row.title, row.due_at, row.remind_at, row.reminded_at) == (
        "寄样品",
        moment("2026-03-05 14:30"),
        moment("2026-03-05 14:30"),
        None,
    )
    assert Entry.objects.get(action="task.changed").changes["title"] == ["Call about the offer", "寄样品"]


@pytest.mark.req("Z5")
def test_a_task_given_on_tells_the_new_person(cast):
    row = task(cast.rep)
    tasks.update_task(
        task_id=row.pk, by=cast.rep, at=NOW, fields={"title": row.title, "due_at": row.due_at, "assignee": cast.mate}
    )
    assert Notice.objects.get().user == cast.mate


@pytest.mark.req("Z5")
def test_a_task_is_ticked_off_and_opened_again(cast, signed_in):
    row = task(cast.rep, due=moment("2026-03-02 18:00"))
    client, url = signed_in(cast.rep), reverse("activities:task_done", args=[row.pk])
    page = client.post(url, {"done": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "<s>Call about the offer</s>" in page and "<html" not in page
    row.refresh_from_db()
    assert row.done_at == NOW
    assert client.post(url, {"done": "0"}).url == reverse("activities:tasks")
    row.refresh_from_db()
    assert row.done_at is None


# --- the list --------------------------------------------------------------------------------------------------------------


@pytest.mark.req("Z5", "Nc5")
def test_tabs_by_day(cast, signed_in):
    for title, due in [
        ("gestern", "2026-03-01 23:59"),
        ("frueh", "2026-03-02 08:00"),
        ("spaet", "2026-03-02 23:59"),
        ("morgen", "2026-03-03 00:00"),
    ]:
        task(cast.rep, title=title, due=moment(due))
    done = task(cast.rep, title="erledigt")
    tasks.mark_task(task_id=done.pk, by=cast.rep, at=NOW, ticked=True)
    client, found = signed_in(cast.rep), {}
    for tab in agenda.TABS:
        page = "".join(client.get(reverse("activities:tasks"), {"tab": tab}).content.decode().split())
        found[tab] = {t for t in ("gestern", "frueh", "spaet", "morgen", "erledigt") if f">{t}<" in page}
    assert found == {"today": {"frueh", "spaet"}, "overdue": {"gestern"}, "coming": {"morgen"}, "done": {"erledigt"}}


@pytest.mark.req("Z5", "Nb3")
def test_whose_tasks_one_sees(cast, signed_in):
    task(cast.mate, title="Mates own")
    given = task(cast.rep, to=cast.mate, title="Given to mate")
    url = reverse("activities:tasks")
    assert "Mates own" in signed_in(cast.manager).get(url, {"of": cast.mate.pk}).content.decode()
    page = signed_in(cast.rep).get(url, {"of": cast.mate.pk}).content.decode()
    assert "Mates own" not in page and given.title in page
    assert given.title in signed_in(cast.rep).get(url, {"of": "given"}).content.decode()
    assert given.title not in signed_in(cast.rep).get(url).content.decode()
    assert signed_in(cast.rep).get(url, {"of": cast.stranger.pk}).status_code == 404


@pytest.mark.req("Z5")
def test_an_empty_list_says_what_to_do(cast, signed_in):
    page = signed_in(cast.rep).get(reverse("activities:tasks")).content.decode()
    assert "Nothing planned here" in page and reverse("activities:task_new") in page


@pytest.mark.embedded
@pytest.mark.req("Z5")
def test_the_list_costs_the_same_for_one_and_for_thirty(cast, signed_in):
    client, counts = signed_in(cast.rep), []
    for n in (1, 30):
        while Task.objects.count() < n:
            task(cast.rep, customer=customer(cast.rep, since=SINCE))
        client.get(reverse("activities:tasks"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("activities:tasks")).content.decode()
        assert page.count("data-row ") == n
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


@pytest.mark.req("Nb3")
def test_the_customer_box_finds_only_what_one_may_see(cast, signed_in):
    mine, theirs = (
        customer(cast.rep, since=SINCE, name="杭州春意空调有限公司"),
        customer(cast.stranger, since=SINCE, name="宁波春意空调有限公司"),
    )
    matching.reindex(Customer.objects.values_list("pk", flat=True))
    found = signed_in(cast.rep).get(reverse("activities:customer_options"), {"q": "春意"}).json()["results"]
    assert [row["value"] for row in found] == [mine.pk] and theirs.name not in str(found)
    assert signed_in(cast.rep).get(reverse("activities:customer_options")).json() == {"results": []}
