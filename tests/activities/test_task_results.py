"""Notes, mails, calls and tasks done with a result are contact where the standard says so (row Z13)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.domain import tasks
from activities.models import FollowUp, Task
from activities.models.choices import FollowUpKind
from assignment.domain.explanation import explain
from assignment.domain.forecast.compute import forecast
from assignment.domain.policies.lookup import _parsed, policy_for
from assignment.domain.sweep import run as sweep
from assignment.models import PolicyVersion
from assignment.presenters.standard_text import standard
from assignment.rules.policy_body import body_of, read_policy
from assignment.rules.presets import PRESETS
from assignment.rules.standard import KINDS
from crm_project.lib.refused import Refused
from crm_project.lib.time import zone
from customers.models import Ownership
from tests.cast import NOW, customer, followup, moment, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z13")]


def planned(row, person, kind="task"):
    return Task.objects.create(
        customer=row,
        kind=kind,
        title="Ask for the plan",
        due_at=NOW,
        assignee=person,
        created_by=person,
        created_at=NOW,
    )


def release_at(row):
    return Ownership.objects.get(pk=row.pk).release_at


def test_the_kinds_of_the_standard_are_those_of_the_follow_ups():
    assert set(KINDS) == set(FollowUpKind.values)


@pytest.mark.parametrize("kind", ["note", "email", "call_out", "call_in"])
def test_solar_takes_any_note_mail_or_call_as_contact(cast, kind):
    row = customer(cast.solar_rep, since=NOW - timedelta(days=80))
    followup(row, cast.solar_rep, NOW, kind=kind, content="ok", counterpart="")
    assert release_at(row) == moment("2026-05-31 10:00")


@pytest.mark.parametrize("kind", ["task", "call", "meeting", "visit"])
def test_a_task_done_with_a_result_is_contact_in_solar(cast, kind):
    row = customer(cast.solar_rep, since=NOW - timedelta(days=89))
    task = planned(row, cast.solar_rep, kind)
    tasks.complete_task(task_id=task.pk, by=cast.solar_rep, at=NOW, result="plan received")
    assert release_at(row) == moment("2026-05-31 10:00")
    sweep.run(at=NOW + timedelta(days=5))
    assert owner_of(row) == "solar_rep"
    task.refresh_from_db()
    assert task.done_at == NOW


def test_a_task_only_ticked_is_no_contact(cast):
    row = customer(cast.solar_rep, since=NOW - timedelta(days=89))
    before = release_at(row)
    tasks.mark_task(task_id=planned(row, cast.solar_rep).pk, by=cast.solar_rep, at=NOW, ticked=True)
    assert release_at(row) == before


def test_where_the_standard_does_not_name_it_a_done_task_is_neither_valid_nor_invalid(cast):
    row = customer(cast.rep, since=NOW - timedelta(days=5))
    before = release_at(row)
    tasks.complete_task(task_id=planned(row, cast.rep).pk, by=cast.rep, at=NOW, result="plan received")
    why = explain(row.pk, NOW)
    assert release_at(row) == before and why["facts"].invalid == ()
    assert [reasons for *_rest, reasons in why["facts"].not_counted] == [("other_kind",)]
    assert why["not_counted"] == [], "not among the published reasons"


def test_the_kinds_are_a_number_of_the_policy_shown_in_page_and_forecast(cast):
    body = {**PRESETS["solar"], "standard": {**PRESETS["solar"]["standard"], "kinds": ["call_out", "visit_out"]}}
    assert body_of(read_policy(body))["standard"]["kinds"] == ["call_out", "visit_out"]
    said = {key: text for key, _name, text in standard(read_policy(body))}
    assert said["kinds"] == "Valid as contact: Outgoing call, Site visit."
    row = customer(cast.solar_rep, since=NOW - timedelta(days=80))
    followup(row, cast.solar_rep, NOW, kind="note")
    told = forecast(
        read_policy(body, zone=zone()), [cast.departments["solar"]], at=NOW, until=moment("2026-04-01 00:00")
    )
    assert (told["now"], told["draft"]) == (0, 1)
    PolicyVersion.objects.filter(policy__key="solar").update(body=body)
    _parsed.cache_clear()
    assert policy_for(cast.departments["solar"], NOW).standard.kinds == ("call_out", "visit_out")


def test_a_result_is_asked_for_and_a_done_task_is_not_finished_again(cast):
    row = customer(cast.solar_rep, since=NOW)
    task = planned(row, cast.solar_rep)
    with pytest.raises(Refused, match="Enter the result"):
        tasks.complete_task(task_id=task.pk, by=cast.solar_rep, at=NOW, result="  ")
    tasks.complete_task(task_id=task.pk, by=cast.solar_rep, at=NOW, result="plan received")
    with pytest.raises(Refused, match="Only an open customer task can be completed with a result."):
        tasks.complete_task(task_id=task.pk, by=cast.solar_rep, at=NOW, result="plan received")
    assert FollowUp.objects.count() == 1


def test_on_the_page_the_result_moves_the_clock_and_nothing_typed_is_lost(cast, clock, signed_in):
    row = customer(cast.solar_rep, since=NOW - timedelta(days=80))
    task = planned(row, cast.solar_rep)
    client, page = signed_in(cast.solar_rep), reverse("activities:task_finish", args=[task.pk])
    assert "Finish with this result" in client.get(reverse("activities:task_edit", args=[task.pk])).content.decode()
    answer = client.post(page, {"result": "", "counterpart": "王经理"})
    assert answer.status_code == 422 and "王经理" in answer.content.decode()
    answer = client.post(page, {"result": "plan received", "counterpart": "王经理"}, follow=True)
    assert "Recorded: valid. Deadline: 2026-05-31 10:00" in answer.content.decode()
    assert FollowUp.objects.get().purpose == "Ask for the plan"


@pytest.mark.req("Z11")
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("who", "offered"), [("rep", True), ("manager", False)])
def test_the_result_is_asked_only_of_whoever_may_record_contacts_there(cast, signed_in, who, offered):
    person = getattr(cast, who)
    task = planned(customer(cast.rep), person, "call")
    page = signed_in(person).get(reverse("activities:task_edit", args=[task.pk])).content.decode()
    assert ("Finish with this result" in page) == offered
