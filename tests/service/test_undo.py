"""Every step of an order and its undo: as before, with clocks, measured times, waits and helpers (rows Ni21, Na8)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from crm_project.undo.models import RecentAction
from customers.models import Ownership
from service.domain.orders import assigning, ending, working
from service.domain.targets import stored
from service.domain.targets.facts import NEAR
from service.models import OrderCause, OrderWait, ServiceOrder
from service.rules.remedial_steps import CLOSED
from service.undo import key_of
from tests.cast import NOW, customer, person
from tests.undo.steps import MINUTE, remembered, undo

from .orders import order
from .remedial.plans import at_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni21", "Na8")]
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3))


def state(made, at=LATER + MINUTE):
    """All that is kept of an order, its due times asked for at one moment."""
    fresh = ServiceOrder.objects.select_related(*NEAR).get(pk=made.pk)
    stored.settle([fresh], at)
    kept = {field.attname: getattr(fresh, field.attname) for field in fresh._meta.fields if field.name != "changed_at"}
    waits = list(OrderWait.objects.filter(order=fresh).values_list("waits_for", "since", "until", "note"))
    owned = Ownership.objects.filter(customer=fresh.customer_id).values_list("release_at", "rule")
    return kept, waits, sorted(fresh.helpers.values_list("pk", flat=True)), list(owned)


def recorded(row, cast):
    return order(row, cast.rep)


def accepted(row, cast):
    return working.accept_order(order_id=recorded(row, cast).pk, by=cast.service, at=NOW)


def begun(row, cast):
    return working.start_order(order_id=accepted(row, cast).pk, by=cast.service, at=NOW + MINUTE)


def waiting(row, cast):
    made = begun(row, cast)
    return working.wait_with_order(
        order_id=made.pk, waits_for="parts", note="the seal", by=cast.service, at=NOW + 2 * MINUTE
    )


def done(row, cast):
    made = begun(row, cast)
    return working.finish_order(order_id=made.pk, content="ok", hours=2, by=cast.service, at=NOW + 2 * MINUTE)


def confirmed(row, cast):
    return ending.confirm_order(order_id=done(row, cast).pk, by=cast.service, at=NOW + 3 * MINUTE)


FINISHED = {"content": "changed the seal", "hours": "1.5", "material": "a seal", "cost": "12.30", "ask_on": NOW.date()}
STEPS = [
    ("accept", recorded, working.accept_order, {}),
    ("start", recorded, working.start_order, {}),
    ("start", accepted, working.start_order, {}),
    ("wait", accepted, working.wait_with_order, {"waits_for": "customer", "note": "away"}),
    ("wait", begun, working.wait_with_order, {"waits_for": "parts", "expected_on": NOW.date() + timedelta(days=3)}),
    ("resume", waiting, working.resume_order, {}),
    ("finish", accepted, working.finish_order, FINISHED),
    ("finish", waiting, working.finish_order, FINISHED),
    ("confirm", done, ending.confirm_order, {}),
    ("close", done, ending.close_order, {}),
    ("close", confirmed, ending.close_order, {}),
    ("cancel", recorded, ending.cancel_order, {"reason": "twice"}),
    ("cancel", waiting, ending.cancel_order, {"reason": "twice"}),
    ("assign", recorded, assigning.assign_order, {"person": None}),
    ("assign", waiting, assigning.assign_order, {"person": "mate", "helpers": ["service"]}),
]


@pytest.mark.parametrize(("step", "before", "verb", "given"), STEPS, ids=[f"{s[0]}-{s[1].__name__}" for s in STEPS])
def test_undone_it_stands_as_before(cast, row, step, before, verb, given):
    people = {"mate": person("service_two", "service", cast.service.department), "service": cast.service}
    given = {name: people.get(value, value) if isinstance(value, str) else value for name, value in given.items()}
    if "helpers" in given:
        given["helpers"] = [people[name] for name in given["helpers"]]
    by = cast.service_manager if step == "assign" else cast.service
    made = before(row, cast)
    stood = state(made)
    after = verb(order_id=made.pk, by=by, at=LATER, **given)
    assert state(made) != stood
    action = remembered(key_of(step), by, LATER, order_id=made.pk, before=after.stood)
    undo(action)
    assert state(made) == stood
    entry = Entry.objects.filter(subject_type="serviceorder", subject_id=str(made.pk)).latest("pk")
    assert entry.action == "service.undone" and entry.actor == by
    with pytest.raises(Refused) as no:
        undo(action)
    assert no.value.code == "undone"


def taken(cast, row, at=NOW):
    made = order(row, cast.rep)
    after = working.accept_order(order_id=made.pk, by=cast.service, at=at)
    return made, remembered(key_of("accept"), cast.service, at, order_id=made.pk, before=after.stood)


def test_what_somebody_built_on_stays(cast, row):
    made, action = taken(cast, row)
    working.start_order(order_id=made.pk, by=cast.service, at=NOW + MINUTE)
    with pytest.raises(Refused) as no:
        undo(action, at=NOW + 2 * MINUTE)
    assert no.value.code == "built_on" and "“Under way” by now" in no.value.sentence


def test_one_after_the_other_they_are_undone_backwards(cast, row):
    made, first = taken(cast, row)
    stood = order(row, cast.rep)
    after = working.start_order(order_id=made.pk, by=cast.service, at=NOW + MINUTE)
    second = remembered(key_of("start"), cast.service, NOW + MINUTE, order_id=made.pk, before=after.stood)
    undo(second, at=NOW + 2 * MINUTE)
    undo(first, at=NOW + 3 * MINUTE)
    assert ServiceOrder.objects.get(pk=made.pk).status == stood.status == "recorded"


def test_after_ten_minutes_it_holds(cast, row):
    _made, action = taken(cast, row)
    with pytest.raises(Refused) as no:
        undo(action, at=NOW + 10 * MINUTE)
    assert no.value.code == "expired"


def test_a_closed_order_that_goes_on_as_another_stays_closed(cast, row):
    made = done(row, cast)
    after = ending.close_order(order_id=made.pk, by=cast.service, at=LATER)
    action = remembered(key_of("close"), cast.service, LATER, order_id=made.pk, before=after.stood)
    later = ending.reopen_order(order_id=made.pk, reason="again", by=cast.service, at=LATER + MINUTE)
    with pytest.raises(Refused) as no:
        undo(action, at=LATER + 2 * MINUTE)
    assert f"{later.number} continues it" in no.value.sentence


def test_who_was_told_is_told_that_it_was_taken_back(cast, row):
    def told(kind):
        return sorted(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))

    made = accepted(row, cast)
    after = working.finish_order(order_id=made.pk, content="ok", by=cast.service, at=LATER)
    undo(remembered(key_of("finish"), cast.service, LATER, order_id=made.pk, before=after.stood))
    assert told("service_done_undone") == told("service_done") == ["rep"]
    fresh = order(row, cast.rep)
    after = assigning.assign_order(order_id=fresh.pk, person=cast.service, by=cast.service_manager, at=LATER)
    undo(remembered(key_of("assign"), cast.service_manager, LATER, order_id=fresh.pk, before=after.stood))
    assert told("service_assignment_undone") == [cast.service.username]


def test_the_message_after_a_step_undoes_it_and_leads_back(cast, row, signed_in):
    made, client = order(row, cast.rep), signed_in(cast.service)
    board = f"{reverse('service:orders')}?view=board"
    client.post(reverse("service:move", args=[made.pk]), {"status": "accepted", "next": board})
    action = RecentAction.objects.get()
    assert "Undo" in client.get(board).text
    answer = client.post(reverse("undo:undo", args=[action.pk]), follow=True)
    assert "is “Recorded” again" in answer.text and answer.redirect_chain[-1][0] == board
    assert ServiceOrder.objects.get().assigned is None


@pytest.mark.parametrize(
    ("step", "before", "typed", "form"),
    [
        ("finish", accepted, {"content": "changed the seal", "hours": "1.5", "ask_on": "2026-03-09"}, "finish_form"),
        ("wait", begun, {"waits_for": "parts", "note": "two weeks", "expected_on": "2026-03-09"}, "wait_form"),
        ("cancel", accepted, {"reason": "recorded twice"}, "cancel_form"),
    ],
)
def test_undone_what_was_typed_stands_in_the_form_again(cast, row, clock, signed_in, step, before, typed, form):
    clock.move_to(LATER)
    made, client = before(row, cast), signed_in(cast.service)
    page = reverse("service:order", args=[made.pk])
    client.post(reverse(f"service:{step}", args=[made.pk]), typed)
    answer = client.post(reverse("undo:undo", args=[RecentAction.objects.get().pk]), follow=True)
    assert "what you had typed is in the form" in answer.text
    filled = client.get(page).context[form]
    assert {name: str(filled[name].value()) for name in typed} == typed
    first = list(typed)[0]
    others = signed_in(cast.service_manager).get(page).context[form]
    assert str(others[first].value()) != typed[first]
    clock.move_to(LATER + timedelta(days=7, minutes=1))
    fresh = signed_in(cast.service).get(page).context[form]
    assert str(fresh[first].value()) != typed[first]


@pytest.mark.req("M16")
def test_work_that_reopened_a_remedial_plan_stays_done(cast, row):
    cause = OrderCause.objects.order_by("pk").first()
    plan = at_step(cast, row, CLOSED, cause=cause)
    made = order(row, cast.rep, at=NOW + MINUTE)
    working.accept_order(order_id=made.pk, by=cast.service, at=NOW + 2 * MINUTE)
    after = working.finish_order(order_id=made.pk, content="ok", cause=cause, by=cast.service, at=LATER)
    with pytest.raises(Refused) as no:
        undo(remembered(key_of("finish"), cast.service, LATER, order_id=made.pk, before=after.stood))
    assert f"it reopened the remedial plan {plan.number}" in no.value.sentence
