"""What would have saved a customer: the policy's own function, asked again with one fact supposed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assignment.rules.policy import NEVER, Application, Facts, decide, readings, savings
from assignment.rules.policy_body import read_policy
from assignment.rules.presets import PRESETS
from tests.cast import moment

START = moment("2026-01-05 09:00")


def took(preset, **facts):
    """(policy, facts, the reading that takes the customer) at the deadline of this preset."""
    policy = read_policy(preset if isinstance(preset, dict) else PRESETS[preset])
    known = Facts(customer_id=1, owner_id=2, since=START, **{"stage_since": START, "key_contact": True, **facts})
    at = min(r.due_at for r in readings(policy, known))
    return policy, known, decide(policy, known, at).reading


def told(policy, facts, reading):
    return {s.what: s.due_at for s in savings(policy, facts, reading)}


@pytest.mark.req("D4")
def test_without_contact_a_follow_up_or_an_extension_would_have_saved_it():
    policy, facts, reading = took("tracking")
    assert reading.due_at == moment("2026-01-20 10:00")
    assert told(policy, facts, reading) == {
        ("followup",): moment("2026-02-04 10:00"),
        ("extension",): moment("2026-01-21 10:00"),
    }


def test_the_stage_would_have_saved_it_for_as_long_as_the_next_stage_lasts():
    policy, facts, reading = took("stages")
    assert told(policy, facts, reading) == {
        ("contract",): NEVER,
        ("application",): NEVER,
        ("stage",): moment("2026-02-19 10:00"),
        ("extension",): moment("2026-02-05 10:00"),
    }


def test_a_protection_term_is_saved_by_a_contract_but_by_no_follow_up():
    policy, facts, reading = took("direct")
    assert set(told(policy, facts, reading)) == {("contract",), ("extension",)}


def test_where_two_rules_fall_due_together_only_both_facts_would_have_helped():
    rules = [
        {"kind": "no_contact", "days": 30, "outcome": "release"},
        {"kind": "no_deal", "days": 30, "outcome": "release"},
    ]
    policy, facts, reading = took({"rules": rules, "extension_tiers": []})
    assert set(told(policy, facts, reading)) == {("followup", "contract")}


def test_an_extension_that_nobody_grants_would_have_saved_nothing():
    policy, facts, reading = took({**PRESETS["direct"], "extension_tiers": []})
    assert set(told(policy, facts, reading)) == {("contract",)}


def test_the_follow_up_that_did_not_count_is_named():
    said = START + timedelta(days=9)
    policy, facts, reading = took("tracking", not_counted=((7, said, 2, ("too_short",)), (8, said, 5, ("not_owner",))))
    judged = next(s for s in savings(policy, facts, reading) if s.what == ("judged",))
    assert judged.followup == 7 and judged.due_at == moment("2026-01-29 10:00")


def test_a_review_over_invalid_follow_ups_would_not_have_come_with_one_fewer():
    invalid = tuple(START + timedelta(days=n) for n in (1, 2, 3))
    policy, facts, reading = took("tracking", invalid=invalid)
    assert reading.rule.kind == "invalid_followups"
    assert told(policy, facts, reading)[("one_valid",)] == NEVER


@pytest.mark.parametrize("preset", ["solar", "stages", "tracking", "direct"])
def test_every_saving_is_what_the_policy_then_decides(preset):
    """Supposing the fact for real, the policy acts on nothing before the moment that was named."""
    policy, facts, reading = took(preset)
    last = reading.due_at - timedelta(minutes=1)
    real = {
        "followup": {"contacted_at": last},
        "contract": {"deal_at": last, "stage": "official", "stage_since": last},
        "stage": {"stage": "intent", "stage_since": last},
        "application": {"applications": (Application(last),)},
        "extension": {"extended_until": reading.due_at + timedelta(days=1)},
    }
    found = savings(policy, facts, reading)
    assert found
    for saving in found:
        changed = replace(facts, **{k: v for name in saving.what for k, v in real[name].items()})
        before = decide(
            policy, changed, min(saving.due_at, reading.due_at + timedelta(days=400)) - timedelta(seconds=1)
        )
        assert before is None or before.outcome in ("remind", "review"), (preset, saving)
        if saving.due_at < NEVER:
            assert decide(policy, changed, saving.due_at).outcome in ("release", "rotate", "review")
