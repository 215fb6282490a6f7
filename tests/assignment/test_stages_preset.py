"""The policy Stages as its rule book tells it, by verbs and on the pages: sweep, extension and cool-down of potential and intent
customers."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.ownership.extend import ask_extension
from assignment.domain.sweep import run as sweep
from contracts.models import Contract
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from customers.domain.stages import ask_intent, turn_to_intent
from tests.cast import NOW, customer, moment, owner_of

pytestmark = pytest.mark.django_db

HELD = moment("2026-01-31 09:00")
DUE = moment("2026-03-02 10:00")  # 30 days later


@pytest.mark.req("Nc6")
def test_a_potential_customer_falls_into_the_pool_after_30_days_and_not_before(cast):
    row = customer(cast.stages_rep, since=HELD)
    sweep.run(at=DUE - timedelta(minutes=1))
    assert owner_of(row) == "stages_rep"
    sweep.run(at=DUE)
    row.refresh_from_db()
    assert owner_of(row) is None and row.pooled_at == DUE and row.last_owner == cast.stages_rep


@pytest.mark.req("Nc6", "Nc10")
def test_turning_to_intent_or_a_contract_keeps_it(cast):
    turned, signed = customer(cast.stages_rep, since=HELD), customer(cast.stages_rep, since=HELD)
    turn_to_intent(customer_id=turned.pk, by=cast.stages_manager, at=DUE - timedelta(days=1))
    Contract.objects.create(
        customer=signed, number="K1", signed_at=DUE - timedelta(days=1), amount=1, status="confirmed", recorded_at=DUE
    )
    sweep.run(at=DUE)
    assert [owner_of(row) for row in (turned, signed)] == ["stages_rep", "stages_rep"]
    sweep.run(at=DUE + timedelta(days=14))
    assert [owner_of(row) for row in (turned, signed)] == [None, "stages_rep"], "15 days from turning to intent"


@pytest.mark.req("Nc7", "Nc11")
@pytest.mark.parametrize("approve", [True, False])
@pytest.mark.parametrize(("stage", "since"), [("potential", HELD), ("intent", HELD + timedelta(days=15))])
def test_an_extension_that_is_granted_puts_the_release_off_and_one_refused_does_not(cast, stage, since, approve):
    row = customer(cast.stages_rep, since=since, stage=stage)
    ask = ask_extension(customer_id=row.pk, days=3, reason="they sign next week", by=cast.stages_rep, at=NOW)
    assert ask.decider == cast.stages_manager
    decide(request_id=ask.pk, by=cast.stages_manager, approve=approve, decision="as discussed", at=NOW)
    sweep.run(at=DUE)
    assert owner_of(row) == ("stages_rep" if approve else None)
    sweep.run(at=DUE + timedelta(days=3))
    assert owner_of(row) is None


@pytest.mark.req("Nc8", "Nc12")
@pytest.mark.parametrize("stage", ["potential", "intent"])
def test_after_giving_up_the_rep_waits_three_days_whatever_the_stage(cast, stage):
    row = customer(cast.stages_rep, since=NOW, stage=stage)
    ownership.give_up(customer_id=row.pk, by=cast.stages_rep, reason="no budget this year", at=NOW)
    again = moment("2026-03-05 10:00")
    with pytest.raises(Refused, match="2026-03-05 10:00"):
        ownership.claim(customer_id=row.pk, by=cast.stages_rep, at=again - timedelta(minutes=1), contacted=True)
    ownership.claim(customer_id=row.pk, by=cast.stages_rep, at=again, contacted=True)
    assert owner_of(row) == "stages_rep"


REASON = "They asked for a formal quotation this week"


def turned(cast, at):
    """A customer that the rep got a month before and that became intent at `at`, as people do it: applied for and approved."""
    row = customer(cast.stages_rep, since=at - timedelta(days=20))
    ask = ask_intent(customer_id=row.pk, reason=REASON, by=cast.stages_rep, at=at)
    decide(request_id=ask.pk, by=cast.stages_manager, approve=True, decision="go on", at=at)
    row.refresh_from_db()
    assert row.stage == "intent"
    return row


@pytest.mark.req("Nc6", "Nc9")
def test_an_application_that_is_refused_does_not_keep_a_potential_customer(cast):
    row = customer(cast.stages_rep, since=HELD)
    ask = ask_intent(customer_id=row.pk, reason=REASON, by=cast.stages_rep, at=DUE - timedelta(days=2))
    decide(request_id=ask.pk, by=cast.stages_manager, approve=False, decision="too early", at=DUE - timedelta(days=1))
    sweep.run(at=DUE)
    assert owner_of(row) is None


@pytest.mark.req("Nc11")
@pytest.mark.usefixtures("clock")
def test_the_owner_of_an_intent_customer_asks_on_its_page_and_keeps_it_for_the_days_granted(cast, signed_in):
    row = turned(cast, NOW - timedelta(days=10))
    due = moment("2026-03-07 10:00")  # 15 days after it became intent
    client, page = signed_in(cast.stages_rep), reverse("assignment:extension", args=[row.pk])
    client.post(page, {"days": "3", "reason": "they sign next week"})
    ask = Request.objects.get(kind="extension")
    assert ask.decider == cast.stages_manager
    signed_in(cast.stages_manager).post(reverse("approvals:decide", args=[ask.pk]) + "?do=approve")
    ask.refresh_from_db()
    assert ask.status == Request.Status.APPROVED
    sweep.run(at=due + timedelta(days=3) - timedelta(minutes=1))
    assert owner_of(row) == "stages_rep"
    sweep.run(at=due + timedelta(days=3))
    assert owner_of(row) is None


@pytest.mark.req("Nc12")
def test_an_intent_customer_given_up_is_not_offered_to_the_same_rep_for_three_days(cast, signed_in, clock):
    row = turned(cast, NOW - timedelta(days=3))
    client = signed_in(cast.stages_rep)
    client.post(reverse("assignment:give_up", args=[row.pk]), {"reason": "no budget this year"})
    assert owner_of(row) is None
    claim, pool = reverse("assignment:claim_form", args=[row.pk]), reverse("assignment:pool")
    for shown, offered in (("2026-03-05 09:59", False), ("2026-03-05 10:00", True)):
        clock.move_to(moment(shown))
        text = signed_in(cast.stages_rep).get(pool).content.decode()
        assert (claim in text, "Cool-down: you can claim it again from 2026-03-05 10:00." in text) == (
            offered,
            not offered,
        )
