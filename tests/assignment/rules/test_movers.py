"""What moves a deadline from now on: each fact supposed at this moment, the policy asked again."""

from datetime import timedelta

import pytest

from assignment.rules.policy import Facts, deadlines, movers
from assignment.rules.policy_body import read_policy
from assignment.rules.presets import PRESETS
from tests.cast import moment

START = moment("2026-01-05 09:00")
NOW = moment("2026-01-15 09:00")


def moved(preset, at=NOW, **facts):
    policy = read_policy(preset if isinstance(preset, dict) else PRESETS[preset])
    return movers(policy, Facts(customer_id=1, owner_id=2, since=START, **{"stage_since": START, **facts}), at)


@pytest.mark.req("Nd8")
def test_without_contact_it_is_a_follow_up():
    assert moved("tracking") == ("followup", "extension")


def test_a_second_follow_up_of_the_day_moves_nothing_more():
    assert moved("tracking", contacted_at=NOW - timedelta(hours=1)) == ("extension",)
    assert moved("tracking", contacted_at=NOW - timedelta(days=1)) == ("followup", "extension")


@pytest.mark.req("D1", "D4", "Nc7")
def test_a_direct_customer_is_moved_by_a_contract_and_by_no_follow_up():
    assert moved("direct") == ("contract", "extension")


@pytest.mark.req("Nc8", "Nc9")
def test_a_potential_customer_is_turned_to_intent_once_that_gains_time():
    assert moved("stages", at=START + timedelta(days=20)) == ("stage", "extension")
    # Fifteen days in the next stage end before what is left of thirty in this one; a contract is not signed before intent.
    assert moved("stages", at=START + timedelta(days=10)) == ("extension",)
    assert moved("stages", stage="intent") == ("contract", "extension")


@pytest.mark.req("Z15")
def test_without_a_deal_only_what_the_earliest_rule_counts_from_helps():
    rules = [
        {"kind": "no_contact", "days": 28, "outcome": "release"},
        {"kind": "no_deal", "days": 20, "outcome": "release"},
    ]
    both = {"rules": rules, "extension_tiers": []}
    assert moved(both) == ("contract",)
    assert moved(both, deal_at=NOW) == ("followup",)


def test_a_key_contact_helps_where_its_lack_releases():
    rules = [{"kind": "no_key_contact", "days": 30, "outcome": "release"}]
    assert moved({"rules": rules, "extension_tiers": []}) == ("key_contact",)


def test_where_nothing_is_lost_nothing_is_to_be_done():
    assert moved("direct", stage="official") == ()
    reviewed = {"rules": [{"kind": "no_deal_review", "days": 30, "outcome": "review"}]}
    assert moved(reviewed) == ()


@pytest.mark.parametrize("preset", PRESETS)
def test_what_is_said_to_move_it_does(preset):
    """Bringing the fact about really gives a later deadline."""
    policy = read_policy(PRESETS[preset])
    facts = Facts(customer_id=1, owner_id=2, since=START, stage_since=START)
    before = deadlines(policy, facts).release_at
    contacted = Facts(customer_id=1, owner_id=2, since=START, stage_since=START, contacted_at=NOW)
    assert (deadlines(policy, contacted).release_at > before) == ("followup" in movers(policy, facts, NOW))
