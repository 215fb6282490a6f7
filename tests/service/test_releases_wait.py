"""Service speaks to ownership: while a complaint is open, releases wait; seen in every place that tells of a deadline."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain import deadlines
from assignment.domain.forecast.compute import forecast
from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent, PolicyVersion, SweepLine
from assignment.rules.policy_body import read_policy
from customers.models import Ownership
from service.domain.orders import ending, recording, working
from tests.cast import NOW, customer, moment, owner_of
from tests.service.orders import kind, order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nc13")]
DAY = timedelta(days=1)
# The policy of the cast's rep: 15 days without a follow-up, reminded one day before.
SINCE = moment("2026-02-24 09:00")
DUE = moment("2026-03-11 10:00")


@pytest.fixture
def waits(cast):
    """Releases of the rep's department wait for repairs, ten days at most."""
    version = PolicyVersion.objects.get(policy__key="tracking")
    body = {**version.body, "order_wait_days": 10, "order_kinds": ["repair_in_warranty"]}
    PolicyVersion.objects.filter(pk=version.pk).update(body=body, decided_at=NOW - timedelta(hours=1))
    return body


def release_at(row):
    return Ownership.objects.get(pk=row.pk).release_at


def finish(made, by, at):
    working.accept_order(order_id=made.pk, by=by, at=at)
    working.finish_order(order_id=made.pk, by=by, at=at, content="更换了启动电容，试机正常", cause=None, hours=None)
    ending.close_order(order_id=made.pk, by=by, at=at)


def test_an_open_repair_holds_a_release_and_its_end_lets_it_go(cast, waits):
    row = customer(cast.rep, since=SINCE)
    deadlines.refresh([row.pk], at=NOW)
    assert release_at(row) == DUE
    made = order(row, cast.service)
    assert release_at(row) == moment("2026-03-21 10:00")
    sweep.run(at=DUE)
    assert owner_of(row) == "rep"
    closed = DUE + timedelta(hours=5)
    finish(made, cast.service, closed)
    assert release_at(row) == moment("2026-03-12 10:00"), "the owner is reminded before"
    sweep.run(at=closed + timedelta(minutes=1))
    assert owner_of(row) == "rep"
    assert OwnershipEvent.objects.filter(customer=row, kind="warned").exists()
    sweep.run(at=moment("2026-03-12 10:00"))
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    assert event.evidence["floor"] == "order" and event.evidence["order"]["closed_at"].startswith("2026-03-11T15:00")


def test_at_most_so_many_days(cast, waits):
    row = customer(cast.rep, since=SINCE)
    made = order(row, cast.service)
    sweep.run(at=moment("2026-03-21 09:59"))
    assert owner_of(row) == "rep"
    sweep.run(at=moment("2026-03-21 10:00"))
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    assert event.evidence["order"] == {"number": made.number, "since": "2026-03-02T09:00:00+08:00", "closed_at": None}


def test_a_stored_deadline_that_knows_nothing_of_it_yet_is_passed_over_with_the_order_named(cast, waits, signed_in):
    row = customer(cast.rep, since=SINCE)
    made = order(row, cast.service)
    Ownership.objects.filter(pk=row.pk).update(release_at=DUE)
    done = sweep.run(at=DUE)
    line = SweepLine.objects.get(run=done, customer=row)
    assert (line.outcome, line.evidence["saved_by"]["what"]) == ("skipped", "order")
    text = signed_in(cast.manager).get(reverse("assignment:sweep_run", args=[done.pk])).text
    assert f"Waits for service until 2026-03-21 10:00 at the latest ({made.number}, open since" in text


def test_other_kinds_other_departments_and_policies_that_do_not_ask_wait_for_nothing(cast, waits):
    row = customer(cast.rep, since=SINCE)
    made = order(row, cast.service, kind=kind("training"))
    assert release_at(row) == DUE
    recording.update_order(order_id=made.pk, by=cast.service_manager, at=NOW, fields={"kind": kind()})
    assert release_at(row) == moment("2026-03-21 10:00"), "its kind was corrected"
    ending.cancel_order(order_id=made.pk, reason="客户自行解决", by=cast.service_manager, at=NOW)
    assert release_at(row) == DUE


def test_the_page_and_why_say_it(cast, waits, signed_in):
    row = customer(cast.rep, since=SINCE)
    made = order(row, cast.service)
    client = signed_in(cast.rep)
    page = client.get(reverse("customers:detail", args=[row.pk])).text
    assert f"waits for service order {made.number}, at most 10 days longer" in page
    why = client.get(reverse("assignment:why", args=[row.pk])).text
    assert "waits for a service order" in why and f"{made.number}, open since" in why
    version = PolicyVersion.objects.get(policy__key="tracking")
    text = client.get(reverse("assignment:policy", args=[version.policy_id])).text
    assert "While a service order is open (Repair in warranty), releases wait, at most 10 days." in text


def test_the_forecast_of_a_draft_says_who_would_wait(cast):
    row = customer(cast.rep, since=SINCE)
    order(row, cast.service)
    body = PolicyVersion.objects.get(policy__key="tracking").body
    first_day, departments = (NOW + DAY).date(), [cast.rep.department]

    def lost(**changes):
        draft = read_policy({**body, **changes})
        told = forecast(draft, departments, at=NOW, until=DUE + DAY, holds_from=first_day)
        return told["now"], told["draft"]

    assert lost() == (1, 1) and lost(order_wait_days=10) == (1, 0)


def test_the_policy_form_asks_for_both(cast, signed_in):
    version = PolicyVersion.objects.get(policy__key="tracking")
    page = signed_in(cast.general_manager).get(reverse("assignment:policy_draft", args=[version.policy_id]))
    assert 'name="order_wait_days"' in page.text and page.text.count('name="order_kinds"') == 6
