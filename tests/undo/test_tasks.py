"""A finished task is open again, with its reminder; a result that was written down is voided."""

from datetime import timedelta

import pytest

from activities import undo as kinds
from activities.domain import tasks
from activities.domain.first_contact import claim_with_followup
from activities.models import FollowUp, Task
from crm_project.lib.refused import Refused
from customers.models import Ownership
from tests.cast import NOW, VALID, customer, owner_of

from .steps import MINUTE, remembered, state, undo

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(days=2)
COLUMNS = ("pk", "assignee_id", "done_at", "closed_because", "due_at", "remind_at", "reminded_at")


def planned(cast, row=None, **fields):
    fields = {"title": "Call them", "due_at": NOW + timedelta(hours=5), "assignee": cast.rep} | fields
    return tasks.plan_task(by=cast.rep, at=EARLIER, fields=fields | {"customer": row})


def open_tasks():
    return list(Task.objects.order_by("pk").values_list(*COLUMNS))


def done(task, by, at=NOW):
    tasks.mark_task(task_id=task.pk, by=by, at=at, ticked=True)
    iso = task.reminded_at and task.reminded_at.isoformat()
    return remembered(kinds.TASK_DONE, by, at, task_id=task.pk, reminded_at=iso)


@pytest.mark.req("Z5")
@pytest.mark.parametrize("remind", [None, NOW - timedelta(hours=1), NOW + timedelta(seconds=30)])
def test_a_task_is_as_open_as_it_was(cast, remind):
    task = planned(cast, remind_at=remind)
    if remind and remind < NOW:
        Task.objects.update(reminded_at=remind)
        task.refresh_from_db()
    before = open_tasks()
    action = done(task, cast.rep)
    undo(action)
    assert open_tasks() == before
    with pytest.raises(Refused) as no:
        undo(action)
    assert no.value.code == "undone"


def test_a_task_that_was_opened_by_hand_meanwhile_is_left_alone(cast):
    task = planned(cast)
    action = done(task, cast.rep)
    tasks.mark_task(task_id=task.pk, by=cast.rep, at=NOW + timedelta(seconds=9), ticked=False)
    with pytest.raises(Refused) as no:
        undo(action)
    assert "has changed since" in no.value.sentence


@pytest.mark.req("Z13")
def test_a_result_is_voided_and_the_deadline_goes_back(cast):
    row = customer(cast.rep, since=EARLIER)
    task = planned(cast, row, kind="call")
    before, were = state(), open_tasks()
    tasks.complete_task(task_id=task.pk, by=cast.rep, at=NOW, result=VALID, counterpart="Mr Wang")
    assert state() != before
    action = remembered(kinds.TASK_RESULT, cast.rep, NOW, task_id=task.pk, customer_id=row.pk, reminded_at=None)
    undo(action)
    assert (state(), open_tasks()) == (before, were)
    assert FollowUp.objects.get().voided_by == cast.rep


@pytest.mark.req("Nc14")
def test_a_claim_with_its_first_contact_goes_back_and_the_contact_stays_in_the_file(cast):
    row = customer(department=cast.departments["stages"], since=EARLIER)
    before = state()
    claim_with_followup(
        customer_id=row.pk,
        by=cast.stages_rep,
        at=NOW,
        contact={"name": "Mr Wang"},
        followup={"kind": "call_out", "content": VALID},
    )
    action = remembered(kinds.CLAIM_WITH_FOLLOWUP, cast.stages_rep, NOW, customer_id=row.pk)
    undo(action)
    assert state() == before and not Ownership.objects.exists()
    assert FollowUp.objects.get().voided_at == NOW + MINUTE
    assert [c.name for c in row.contacts.all()] == ["Mr Wang"]


def test_a_first_contact_that_was_corrected_keeps_the_claim(cast):
    row = customer(department=cast.departments["stages"], since=EARLIER)
    fields = {"kind": "call_out", "content": VALID}
    claim_with_followup(customer_id=row.pk, by=cast.stages_rep, at=NOW, contact={"name": "Mr Wang"}, followup=fields)
    action = remembered(kinds.CLAIM_WITH_FOLLOWUP, cast.stages_rep, NOW, customer_id=row.pk)
    FollowUp.objects.update(voided_at=NOW)
    with pytest.raises(Refused):
        undo(action)
    assert owner_of(row) == "stages_rep"


def test_ticking_on_the_list_brings_the_message_with_its_undo(cast, clock, signed_in):
    task = planned(cast)
    client = signed_in(cast.rep)
    answer = client.post(f"/activities/tasks/{task.pk}/done/", {"done": "1"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    action = cast.rep.recent_actions.get()
    assert "Finished: Call them" in text and f"/recent-actions/{action.pk}/undo/" in text
    again = client.post(f"/recent-actions/{action.pk}/undo/", headers={"HX-Request": "true"})
    assert (again.status_code, again.headers["HX-Redirect"]) == (204, "/activities/tasks/")
    task.refresh_from_db()
    assert task.done_at is None
