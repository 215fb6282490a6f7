"""Two clicks, two tabs, two workers at the same instant."""

from datetime import timedelta

import pytest

from activities.domain import follow_ups, tasks
from activities.domain.followup_corrections import check_followup, correct_followup, void_followup
from activities.models import FollowUp, Task
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Ownership
from tests.cast import NOW, VALID, customer, moment
from tests.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)

SINCE = moment("2026-02-20 09:00")


def fields(**changes):
    return {"kind": "call_out", "counterpart": "王经理", "content": VALID, **changes}


@pytest.mark.req("Na7")
def test_a_double_click_records_one(cast):
    file = customer(cast.rep, since=SINCE)

    def call():
        planned = fields(next_contact_at=NOW + timedelta(days=1))
        return follow_ups.record_followup(
            customer_id=file.pk, by=cast.rep, at=NOW, fields=planned, idempotency_key="t" * 39
        )

    rows = at_once([call] * 4)
    assert {row.pk for row in rows} == {FollowUp.objects.get().pk}
    assert Task.objects.count() == 1


@pytest.mark.req("Na6")
def test_two_corrections_of_one_entry_leave_one(cast):
    file = customer(cast.rep, since=SINCE)
    row = follow_ups.record_followup(customer_id=file.pk, by=cast.rep, at=NOW - timedelta(hours=30), fields=fields())

    def correct(text):
        return lambda: correct_followup(followup_id=row.pk, by=cast.rep, at=NOW, fields={"content": text})

    results = at_once([correct("与王经理谈好了三月的数量"), correct("与王经理谈好了四月的数量")])
    refused = [r for r in results if isinstance(r, Refused)]
    assert [r.code for r in refused] == ["replaced"] and FollowUp.objects.filter(corrects=row).count() == 1


@pytest.mark.req("Na6", "Nf11")
def test_voiding_and_confirming_at_once_keeps_the_clock_true(cast):
    file = customer(cast.rep, since=SINCE)
    row = follow_ups.record_followup(
        customer_id=file.pk,
        by=cast.rep,
        at=NOW,
        fields=fields(occurred_at=moment("2026-02-25 10:00"), late_reason="ill"),
    )
    at_once(
        [
            lambda: void_followup(followup_id=row.pk, by=cast.rep, at=NOW, reason="wrong customer"),
            lambda: check_followup(followup_id=row.pk, by=cast.manager, at=NOW, confirm=True),
        ]
    )
    row.refresh_from_db()
    assert row.voided_at and Ownership.objects.get(pk=file.pk).release_at == moment("2026-03-07 10:00")


@pytest.mark.req("Z5")
def test_two_workers_remind_once(cast):
    for n in range(5):
        Task.objects.create(
            title=f"x{n}", due_at=NOW, remind_at=NOW, assignee=cast.rep, created_by=cast.rep, created_at=NOW
        )
    at_once([lambda: tasks.remind_of_tasks(at=NOW)] * 3)
    assert Notice.objects.filter(kind="task_due").count() == 5
    assert not Task.objects.filter(reminded_at__isnull=True).exists()
