"""The life of a service order: each step, who may, who is told, and that a second one comes too late."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from service.domain import access, rotation
from service.domain.orders import assigning, ending, working
from service.domain.targets import due, versions
from service.models import OrderCategory, OrderCause, OrderWait, ServiceOrder
from service.models.choices import Status
from tests.cast import NOW, customer, person
from tests.commands import run

from .orders import kind, order

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


def told(who, kind):
    return Notice.objects.filter(user=who, kind=kind).count()


@pytest.mark.req("Ni21", "Ne10")
def test_from_the_call_to_the_closed_order(cast, row):
    made = order(row, cast.rep)
    assert (made.number, made.status) == ("S-000001", Status.RECORDED)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW + 30 * MINUTE)
    working.start_order(order_id=made.pk, by=cast.service, at=NOW + 40 * MINUTE)
    working.wait_with_order(order_id=made.pk, waits_for="parts", note="valve", by=cast.service, at=NOW + 60 * MINUTE)
    assert ServiceOrder.objects.get().due_at is None
    working.resume_order(order_id=made.pk, by=cast.service, at=NOW + 100 * MINUTE)
    cause = OrderCause.objects.first()
    working.finish_order(order_id=made.pk, content="changed", cause=cause, by=cast.service, at=NOW + 120 * MINUTE)
    ending.confirm_order(order_id=made.pk, by=cast.service, at=NOW + 130 * MINUTE)
    closed = ending.close_order(order_id=made.pk, by=cast.service, at=NOW + 140 * MINUTE)
    assert (closed.status, closed.assigned, closed.cause, closed.next_at) == (Status.CLOSED, cast.service, cause, None)
    wait = OrderWait.objects.get()
    assert (wait.since, wait.until) == (NOW + 60 * MINUTE, NOW + 100 * MINUTE)
    said = list(Entry.objects.filter(subject_type="serviceorder").order_by("pk").values_list("action", flat=True))
    assert said == [
        f"service.{word}"
        for word in ("recorded", "accepted", "started", "waiting", "resumed", "done", "confirmed", "closed")
    ]
    assert told(cast.rep, "service_done") == 1


@pytest.mark.req("Ni21")
def test_of_two_who_accept_the_second_hears_who_was_faster(cast, row):
    made = order(row, cast.rep)
    other = person("service_two", "service", cast.service.department)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW + MINUTE)
    with pytest.raises(Refused) as refusal:
        working.accept_order(order_id=made.pk, by=other, at=NOW + 2 * MINUTE)
    assert refusal.value.code == "status" and str(cast.service) in refusal.value.sentence


@pytest.mark.req("Ni21")
def test_an_order_of_somebody_else_is_theirs_and_their_managers(cast, row):
    made = order(row, cast.rep)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW)
    other = person("service_two", "service", cast.service.department)
    for by in (other, cast.rep):
        with pytest.raises(Refused) as refusal:
            working.start_order(order_id=made.pk, by=by, at=NOW)
        assert refusal.value.code == "denied"
    assert working.start_order(order_id=made.pk, by=cast.service_manager, at=NOW).status == Status.UNDER_WAY


@pytest.mark.parametrize(
    ("verb", "given", "code"),
    [
        (working.finish_order, {"content": " "}, "content"),
        (working.wait_with_order, {"waits_for": "parts", "expected_on": NOW.date() - timedelta(days=1)}, "past"),
        (ending.cancel_order, {"reason": ""}, "reason"),
        (working.resume_order, {}, "status"),
        (ending.confirm_order, {}, "status"),
        (ending.close_order, {}, "status"),
    ],
)
def test_what_cannot_be_done_now_is_refused_and_changes_nothing(cast, row, verb, given, code):
    made = order(row, cast.rep)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW)
    before = ServiceOrder.objects.values().get()
    with pytest.raises(Refused) as refusal:
        verb(order_id=made.pk, by=cast.service, at=NOW + MINUTE, **given)
    assert refusal.value.code == code and ServiceOrder.objects.values().get() == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reported_at": NOW + timedelta(hours=1)}, "late"),
        ({"category": lambda: OrderCategory.objects.exclude(kind=kind()).first()}, "category"),
    ],
)
def test_what_cannot_be_meant_is_no_order(cast, row, given, code):
    given = {name: value() if callable(value) else value for name, value in given.items()}
    with pytest.raises(Refused) as refusal:
        order(row, cast.rep, **given)
    assert refusal.value.code == code and not ServiceOrder.objects.exists()


def test_nobody_records_for_a_customer_beyond_their_right(cast, row):
    with pytest.raises(Refused) as refusal:
        order(row, cast.stranger)
    assert refusal.value.code == "denied"
    with pytest.raises(Refused) as refusal:
        order(row, cast.rep, assigned=cast.service)
    assert refusal.value.code == "denied"
    with pytest.raises(Refused) as refusal:
        order(row, cast.service_manager, assigned=cast.rep)
    assert refusal.value.code == "staff"


@pytest.mark.req("Ni21")
def test_a_closed_one_goes_on_as_a_new_order_once(cast, row):
    made = order(row, cast.rep)
    working.start_order(order_id=made.pk, by=cast.service, at=NOW)
    working.finish_order(order_id=made.pk, content="done", by=cast.service, at=NOW)
    ending.close_order(order_id=made.pk, by=cast.service, at=NOW)
    again = ending.reopen_order(order_id=made.pk, reason="again", by=cast.service, at=NOW + MINUTE)
    assert (again.reopens, again.description, again.assigned, again.status) == (
        made,
        "again",
        cast.service,
        Status.RECORDED,
    )
    with pytest.raises(Refused) as refusal:
        ending.reopen_order(order_id=made.pk, reason="again", by=cast.service, at=NOW + MINUTE)
    assert refusal.value.code == "again" and again.number in refusal.value.sentence


def test_whose_turn_it_is(cast, row):
    other = person("service_two", "service", cast.service.department)
    made = order(row, cast.rep)
    assigning.assign_order(order_id=made.pk, person=cast.service, by=cast.service_manager, at=NOW)
    assert told(cast.service, "service_assigned") == 1
    # Whoever manages is asked last, though they have none.
    second = assigning.assign_order(order_id=order(row, cast.rep).pk, person=None, by=cast.service_manager, at=NOW)
    assert second.assigned == other
    User.objects.filter(pk__in=[cast.service.pk, other.pk]).update(is_active=False)
    with transaction.atomic():
        assert access.manages(User.objects.get(pk=rotation.next_for_order(NOW).person))
    with pytest.raises(Refused):
        assigning.assign_order(order_id=made.pk, person=other, by=cast.service, at=NOW)


def test_the_database_knows_the_order_of_times(cast, row):
    made = order(row, cast.rep)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceOrder.objects.filter(pk=made.pk).update(accepted_at=NOW - MINUTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceOrder.objects.filter(pk=made.pk).update(done_at=NOW + MINUTE)


# --- the clock -------------------------------------------------------------------------------------------------------------
@pytest.mark.req("Ni21")
def test_reminded_and_late_each_once_however_often_the_timetable_comes(cast, row):
    """NOW is a Monday at nine; the standard answers what is high within two hours of work."""
    order(row, cast.rep)
    stored = ServiceOrder.objects.get()
    assert stored.due_at == NOW + 120 * MINUTE and stored.next_at == NOW + 96 * MINUTE
    for minutes, reminded, late in ((95, 0, 0), (96, 1, 0), (100, 1, 0), (120, 1, 1), (600, 1, 1)):
        for _again in range(2):
            due.tell_due(at=NOW + minutes * MINUTE)
        assert told(cast.service_manager, "service_remind_response") == reminded, minutes
        assert told(cast.service_manager, "service_late_response") == late, minutes


def test_who_has_the_order_is_reminded_and_managers_hear_of_late_ones(cast, row):
    made = order(row, cast.rep)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW)
    due.tell_due(at=ServiceOrder.objects.get().next_at)
    assert (
        told(cast.service, "service_remind_completion"),
        told(cast.service_manager, "service_remind_completion"),
    ) == (1, 0)
    due.tell_due(at=ServiceOrder.objects.get().due_at)
    assert (told(cast.service, "service_late_completion"), told(cast.service_manager, "service_late_completion")) == (
        1,
        1,
    )


@pytest.mark.req("Ni21")
def test_new_targets_hold_for_what_is_open(cast, row):
    order(row, cast.rep)
    body = versions.STANDARD | {
        "targets": [{"kind": "*", "priority": "*", "class": "*", "response": 30, "completion": 60}]
    }
    with pytest.raises(Refused):
        versions.set_targets(body=body, by=cast.service, at=NOW)
    versions.set_targets(body=body, by=cast.service_manager, at=NOW + MINUTE)
    assert ServiceOrder.objects.get().due_at == NOW + 30 * MINUTE


def lines(capsys, *arguments):
    call_command("service_targets", "--json", *arguments)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.req("Ni21")
def test_the_command_says_what_the_page_says_at_any_moment(cast, row, capsys, tmp_path):
    made = order(row, cast.rep)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW + 30 * MINUTE)
    working.wait_with_order(order_id=made.pk, waits_for="parts", by=cast.service, at=NOW + 60 * MINUTE)
    (line,) = lines(capsys, "--at", (NOW + 90 * MINUTE).isoformat())
    assert line == {
        "order": "S-000001",
        "customer": row.code,
        "kind": "repair_in_warranty",
        "priority": "high",
        "state": "waiting",
        "outcome": "none",
        "response_due": (NOW + 120 * MINUTE).isoformat(),
        "response_minutes": 120,
        "response_used": 30,
        "responded": True,
        "completion_due": None,
        "completion_minutes": 960,
        "completion_used": 60,
        "paused_minutes": 30,
    }
    (line,) = lines(capsys, "--at", (NOW + 10 * MINUTE).isoformat())
    assert (line["state"], line["responded"], line["response_used"], line["paused_minutes"]) == (
        "recorded",
        False,
        10,
        0,
    )
    draft = tmp_path / "draft.json"
    draft.write_text(
        json.dumps(
            versions.STANDARD
            | {"targets": [{"kind": "*", "priority": "*", "class": "*", "response": 5, "completion": 9}]}
        )
    )
    (line,) = lines(capsys, "--at", (NOW + 10 * MINUTE).isoformat(), "--draft", str(draft))
    assert (line["outcome"], line["response_minutes"]) == ("late", 5)


@pytest.mark.req("Ni21")
@pytest.mark.parametrize("typed", ["tomorrow", "2026-13-40T10:00", "2026-02-30"])
def test_the_command_refuses_what_is_no_moment_or_no_targets(typed, tmp_path):
    code, out, said = run("service_targets", "--at", typed)
    assert (code, out) == (2, []) and len(said) == 1
    wrong = tmp_path / "targets.json"
    wrong.write_text('{"targets": []}')
    assert run("service_targets", "--draft", wrong)[0] == run("service_targets", "--draft", tmp_path / "none")[0] == 2
