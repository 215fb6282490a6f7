"""Where a policy says so, the work of service counts as contact for the owner; seen wherever a deadline is told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from assignment.domain import deadlines
from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent, PolicyVersion, SweepLine
from assignment.rules.policy_body import read_policy
from assignment.rules.presets import PRESETS
from customers.models import Ownership
from service.domain.orders import working
from service.domain.visits import planning, reporting
from tests.cast import NOW, customer, followup, moment
from tests.service.orders import order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni21")]
# The policy of the cast's rep: 15 days without a follow-up, reminded one day before.
SINCE = moment("2026-02-24 09:00")
DUE, LATER = moment("2026-03-11 10:00"), moment("2026-03-17 10:00")


@pytest.fixture
def counts(cast):
    """In the rep's department the work of service counts as contact."""
    version = PolicyVersion.objects.get(policy__key="tracking")
    body = {**version.body, "service_contact": True}
    PolicyVersion.objects.filter(pk=version.pk).update(body=body, decided_at=NOW - timedelta(hours=1))


def release_at(row):
    return Ownership.objects.get(pk=row.pk).release_at


def done(row, by):
    made = order(row, by)
    working.accept_order(order_id=made.pk, by=by, at=NOW)
    return working.finish_order(
        order_id=made.pk, by=by, at=NOW, content="更换了启动电容，试机正常", cause=None, hours=None
    )


def test_no_preset_counts_it(cast):
    assert not any(read_policy(body).service_contact for body in PRESETS.values())
    row = customer(cast.rep, since=SINCE)
    done(row, cast.service)
    assert release_at(row) == DUE


def test_an_order_that_is_done_counts_from_then(cast, counts, signed_in):
    row = customer(cast.rep, since=SINCE)
    made = done(row, cast.service)
    assert release_at(row) == LATER
    why = signed_in(cast.rep).get(reverse("assignment:why", args=[row.pk])).text
    assert f"{made.number}, done on {NOW:%F}" in why and "work of service" in why
    sweep.run(at=LATER)
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    assert event.evidence["anchor"] == "contacted" and event.evidence["service"]["number"] == made.number
    lost = signed_in(cast.rep).get(reverse("assignment:loss", args=[event.pk])).text
    assert f"{made.number}, done on" in lost and "work of service" in lost


def test_a_visit_that_is_reported_counts_from_its_day(cast, counts):
    row = customer(cast.rep, since=SINCE)
    planned = {"customer_id": row.pk, "person": cast.service, "fields": {"due_on": date(2026, 3, 2)}}
    visit = planning.plan_visit(**planned, by=cast.service_manager, at=NOW)
    reporting.record_report(
        visit_id=visit.pk, by=cast.service, at=NOW, held_on=date(2026, 3, 1), scores={}, words="满意"
    )
    assert release_at(row) == moment("2026-03-16 10:00")


def test_what_was_done_for_somebody_else_before_counts_for_nobody_after(cast, counts):
    row = customer(cast.rep, since=SINCE)
    done(row, cast.service)
    Ownership.objects.filter(pk=row.pk).update(since=NOW + timedelta(days=1))
    deadlines.refresh([row.pk], at=NOW + timedelta(days=1))
    assert release_at(row) == moment("2026-03-18 10:00")


def test_a_later_follow_up_is_what_counts_and_what_is_named(cast, counts, signed_in):
    row = customer(cast.rep, since=SINCE)
    made = done(row, cast.service)
    followup(row, cast.rep, NOW + timedelta(hours=1))
    deadlines.refresh([row.pk], at=NOW + timedelta(hours=1))
    why = signed_in(cast.rep).get(reverse("assignment:why", args=[row.pk])).text
    assert f"{made.number}, done on" not in why and "work of service" not in why


def test_a_stored_deadline_that_knows_nothing_of_it_yet_is_passed_over_with_the_order_named(cast, counts, signed_in):
    row = customer(cast.rep, since=SINCE)
    made = done(row, cast.service)
    Ownership.objects.filter(pk=row.pk).update(release_at=DUE)
    run = sweep.run(at=DUE)
    line = SweepLine.objects.get(run=run, customer=row)
    assert (line.outcome, line.evidence["saved_by"]["what"]) == ("skipped", "service")
    text = signed_in(cast.manager).get(reverse("assignment:sweep_run", args=[run.pk])).text
    assert f"Saved by the work of service ({made.number}, done on" in text


def test_the_policy_says_it_and_asks_for_it(cast, counts, signed_in):
    version = PolicyVersion.objects.get(policy__key="tracking")
    client = signed_in(cast.general_manager)
    said = "A service order that is done and a reported return visit count as contact for the owner."
    assert said in client.get(reverse("assignment:policy", args=[version.policy_id])).text
    page = client.get(reverse("assignment:policy_draft", args=[version.policy_id])).text
    assert 'name="service_contact"' in page
