"""Everybody is reminded of a task once, and only while it is still meant."""

from datetime import timedelta

import pytest

from activities.domain import follow_ups, tasks
from activities.models import Task
from activities.presenters import agenda
from activities.tasks import remind_tasks
from assignment.domain import ownership
from crm_project.notices.models import Notice
from crm_project.timetable import TIMETABLE
from customers.models import Collaborator
from tests.cast import NOW, customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SINCE = moment("2026-02-20 09:00")


def task(by, *, to=None, due=NOW, remind=None, **fields):
    return tasks.plan_task(
        by=by,
        at=NOW,
        fields={"title": "Call about the offer", "due_at": due, "assignee": to or by, "remind_at": remind, **fields},
    )


@pytest.mark.req("Z5")
def test_everybody_is_reminded_once(cast, clock):
    row = task(cast.rep, due=moment("2026-03-02 10:00"), remind=moment("2026-03-02 09:30"))
    assert tasks.remind_of_tasks(at=NOW) == 0
    at = moment("2026-03-02 09:31")
    assert tasks.remind_of_tasks(at=at) == 1 and tasks.remind_of_tasks(at=at) == 0
    clock.move_to(at)
    assert remind_tasks() == 0
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.params["title"], notice.params["due"]) == (
        cast.rep,
        "task_due",
        row.title,
        "2026-03-02 10:00",
    )


@pytest.mark.req("Z5")
def test_the_timetable_reminds_every_five_minutes(cast):
    entry = next(e for e in TIMETABLE.values() if e["task"] == "activities.remind_tasks")
    assert entry["schedule"].minute == set(range(0, 60, 5))


@pytest.mark.req("Z5")
def test_what_is_done_or_stale_is_not_reminded_of(cast):
    done = task(cast.rep, due=NOW, remind=NOW)
    tasks.mark_task(task_id=done.pk, by=cast.rep, at=NOW, ticked=True)
    Task.objects.create(
        title="old",
        due_at=NOW - timedelta(days=40),
        remind_at=NOW - timedelta(days=40),
        assignee=cast.rep,
        created_at=NOW,
    )
    assert tasks.remind_of_tasks(at=NOW) == 0 and not Task.objects.filter(reminded_at__isnull=True).exists()


@pytest.mark.req("Nc5")
def test_the_next_contact_of_a_lost_customer_is_nobodys_task_any_more(cast):
    file = customer(cast.rep, since=SINCE)
    follow_ups.record_followup(
        customer_id=file.pk,
        by=cast.rep,
        at=NOW,
        fields={"kind": "note", "content": "x", "next_contact_at": NOW + timedelta(hours=1)},
    )
    assert agenda.mine(cast.rep).count() == 1
    ownership.transfer(customer_id=file.pk, to=cast.mate, by=cast.manager, reason="", at=NOW)
    assert not agenda.mine(cast.rep).exists() and agenda.mine(cast.mate).count() == 1, "the new owner makes it"
    ownership.release(customer_id=file.pk, by=cast.manager, reason="lost", at=NOW, pool_reason="by_manager")
    assert not agenda.mine(cast.mate).exists()
    assert tasks.remind_of_tasks(at=NOW + timedelta(hours=2)) == 0


@pytest.mark.req("Nc5")
def test_the_next_contact_of_a_collaborator_is_theirs_as_long_as_they_work_along(cast):
    file = customer(cast.mate, since=SINCE)
    seat = Collaborator.objects.create(customer=file, user=cast.rep, since=SINCE)
    follow_ups.record_followup(
        customer_id=file.pk,
        by=cast.rep,
        at=NOW,
        fields={"kind": "note", "content": "x", "next_contact_at": NOW + timedelta(hours=1)},
    )
    assert agenda.mine(cast.rep).count() == 1
    Collaborator.objects.filter(pk=seat.pk).update(until=NOW)
    assert not agenda.mine(cast.rep).exists() and tasks.remind_of_tasks(at=NOW + timedelta(hours=2)) == 0
