"""Service neither calls nor visits a VIP: recording and planning it is refused with whom to ask (row Nf15)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.domain import follow_ups, tasks
from activities.domain.followup_corrections import correct_followup
from activities.models import FollowUp, Task
from crm_project.lib.refused import Refused
from customers.models import Collaborator
from tests.activities.entries import logs_on_others
from tests.cast import NOW, VALID, customer
from tests.customers.tables import bring

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

CONTACTS = ["call_out", "call_in", "visit_out", "visit_in", "meeting"]


@pytest.fixture(autouse=True)
def _service_and_managers_may_log_on_others_customers(cast):
    for person in (cast.service, cast.service_manager, cast.manager):
        logs_on_others(person)


def record(row, by, kind, **fields):
    fields = {"kind": kind, "content": VALID, "counterpart": "王经理", **fields}
    return follow_ups.record_followup(customer_id=row.pk, by=by, at=NOW, fields=fields)


def task(row, by, assignee, kind):
    fields = {"title": "Talk", "due_at": NOW + timedelta(days=1), "assignee": assignee, "customer": row, "kind": kind}
    return tasks.plan_task(by=by, at=NOW, fields=fields)


@pytest.mark.req("Nf15")
@pytest.mark.parametrize("kind", CONTACTS)
@pytest.mark.parametrize("who", ["service", "service_manager"])
def test_a_call_or_visit_by_service_is_refused_with_whom_to_ask(cast, who, kind):
    row = customer(cast.rep, vip=True)
    with pytest.raises(Refused) as refusal:
        record(row, getattr(cast, who), kind)
    assert refusal.value.code == "vip" and str(cast.rep) in refusal.value.sentence
    assert not FollowUp.objects.exists()


@pytest.mark.req("Nf15")
def test_what_a_vip_told_service_is_kept_as_a_note_and_never_turned_into_a_call(cast):
    row = customer(cast.rep, vip=True)
    note = record(row, cast.service, "note")
    with pytest.raises(Refused) as refusal:
        correct_followup(followup_id=note.pk, by=cast.service, at=NOW, fields={"kind": "call_out"})
    assert refusal.value.code == "vip"
    with pytest.raises(Refused):
        record(row, cast.service, "note", next_contact_at=NOW + timedelta(days=1))


@pytest.mark.req("Nf15")
def test_the_owner_a_collaborator_and_their_manager_call_a_vip_as_before(cast):
    row = customer(cast.rep, vip=True)
    Collaborator.objects.create(customer=row, user=cast.service_manager, since=NOW)
    for person in (cast.rep, cast.manager, cast.service_manager):
        record(row, person, "call_out", content=VALID + str(person))
    record(customer(cast.rep), cast.service, "call_out")
    assert FollowUp.objects.count() == 4


@pytest.mark.req("Nf15")
@pytest.mark.parametrize("kind", ["call", "visit", "meeting"])
def test_nobody_plans_a_call_or_visit_at_a_vip_for_service(cast, kind):
    row = customer(cast.rep, vip=True)
    for by in (cast.service, cast.general_manager):
        with pytest.raises(Refused) as refusal:
            task(row, by, cast.service, kind)
        assert refusal.value.code == "vip" and str(cast.rep) in refusal.value.sentence
    task(row, cast.service, cast.service, "task")
    assert Task.objects.count() == 1


@pytest.mark.req("Nf15")
def test_the_form_keeps_what_was_typed_and_says_whom_to_ask(cast, signed_in):
    row = customer(cast.rep, vip=True)
    answer = signed_in(cast.service).post(
        reverse("activities:followup_new", args=[row.pk]),
        {"kind": "call_out", "occurred_at": "2026-03-02T08:30", "content": VALID},
    )
    assert "no service calls or visits" in answer.text and str(cast.rep) in answer.text and VALID in answer.text
    assert not FollowUp.objects.exists()


@pytest.mark.req("Nf15")
def test_an_import_refuses_the_same(cast, tmp_path):
    row = customer(cast.rep, vip=True, since=NOW - timedelta(days=3))
    line = {
        "customer": row.code,
        "author": "service",
        "kind": "call_out",
        "occurred_at": "2026-03-02T08:00",
        "content": VALID,
    }
    report = bring(tmp_path, "followups", [line])
    assert "VIP" in report.refused[0][1] and not FollowUp.objects.exists()
