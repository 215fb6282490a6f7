"""The policy Stages as its rule book tells it: sweep, extension and cool-down of potential and intent customers."""

from datetime import timedelta

import pytest

from assignment.domain import ownership
from assignment.domain.ownership.extend import ask_extension
from assignment.domain.sweep import run as sweep
from contracts.models import Contract
from crm_project.approvals.domain.requests import decide
from crm_project.lib.refused import Refused
from customers.domain.stages import turn_to_intent
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
