"""An application for the next stage keeps the customer while it waits: made in time, and no longer than until its answer."""

from datetime import date, timedelta

import pytest

from assignment.rules.policy import (
    NEVER,
    Application,
    Facts,
    Grace,
    OrderFact,
    Policy,
    PolicyError,
    Rule,
    deadlines,
    decide,
    movers,
    readings,
    savings,
)
from assignment.rules.policy_body import body_of, read_policy
from assignment.rules.presets import PRESETS
from tests.cast import moment

pytestmark = pytest.mark.req("Nc6")
SINCE = moment("2026-01-01 09:00")
DUE = moment("2026-01-31 10:00")
TERM = Rule("stage_term", 30, "release", 3, "potential", waits_for_application=True)
IN_TIME, LATE = moment("2026-01-31 09:59"), DUE


def facts(*applications, **known):
    given = {"stage_since": SINCE, "applications": tuple(applications), **known}
    return Facts(customer_id=1, owner_id=1, since=SINCE, **given)


def read(known, *, rule=TERM, **policy):
    (reading,) = readings(Policy(rules=(rule,), **policy), known)
    return reading.due_at, reading.exempt or reading.floor


def test_handed_in_before_the_deadline_it_keeps_the_customer_until_it_is_decided():
    assert read(facts(Application(IN_TIME))) == (NEVER, "application")
    stored = deadlines(Policy(rules=(TERM,)), facts(Application(IN_TIME)))
    assert (stored.release_at, stored.remind_at, stored.rule) == (NEVER, NEVER, "")
    assert read(facts(Application(LATE))) == read(facts()) == (DUE, ""), "no sooner than the deadline itself"


def test_only_where_the_policy_says_so_and_only_the_stage_that_it_is_about():
    plain = Rule("stage_term", 30, "release", 3, "potential")
    assert read(facts(Application(IN_TIME)), rule=plain) == (DUE, "")
    assert read(facts(Application(IN_TIME), stage="intent")) == (NEVER, "other_stage")
    assert read(facts(Application(IN_TIME), stage="official")) == (NEVER, "official")
    both = Policy(rules=(TERM, Rule("protection_term", 40, "release", 1)))
    assert deadlines(both, facts(Application(IN_TIME))).rule == "protection_term"


def test_one_of_before_this_ownership_or_this_stage_keeps_nothing():
    before = Application(SINCE - timedelta(days=1))
    assert read(facts(before)) == (DUE, "")
    later = moment("2026-01-10 09:00")
    assert read(facts(Application(SINCE + timedelta(days=1)), stage_since=later)) == (moment("2026-02-09 10:00"), "")


@pytest.mark.parametrize(
    ("refused", "due"),
    [
        ("2026-01-20 15:00", DUE),  # the deadline as it was
        ("2026-01-30 15:00", moment("2026-02-02 10:00")),
        ("2026-02-10 15:00", moment("2026-02-13 10:00")),
    ],
)
def test_once_it_is_refused_the_owner_is_reminded_first(refused, due):
    known = facts(Application(moment("2026-01-15 09:00"), moment(refused)), reminded_for=DUE)
    policy = Policy(rules=(TERM,))
    assert read(known) == (due, "application" if due > DUE else "")
    if due > DUE:
        assert decide(policy, known, due - timedelta(minutes=1)).outcome == "remind"
    assert decide(policy, known, due).outcome == "release"
    without = Rule("stage_term", 30, "release", 0, "potential", waits_for_application=True)
    assert read(facts(Application(IN_TIME, moment("2026-02-10 15:00"))), rule=without)[0] == moment("2026-02-11 10:00")


def test_asking_again_after_the_deadline_gains_nothing_more():
    refused = Application(IN_TIME, moment("2026-02-10 15:00"))
    again = Application(moment("2026-02-11 09:00"))
    assert read(facts(refused, again)) == read(facts(refused)) == (moment("2026-02-13 10:00"), "application")
    answered = Application(again.asked_at, moment("2026-02-12 09:00"))
    assert read(facts(refused, answered)) == read(facts(refused)), "neither does its refusal"
    first, second = Application(SINCE, moment("2026-01-05 09:00")), Application(IN_TIME)
    assert read(facts(first, second)) == (NEVER, "application"), (
        "a second one before the deadline is an application too"
    )


def test_an_extension_an_undo_and_the_grace_of_a_change_move_the_deadline_that_it_must_be_made_before():
    later = DUE + timedelta(days=5)
    for floor in ("extended_until", "spared_until"):
        assert read(facts(Application(LATE), **{floor: later})) == (NEVER, "application")
        assert read(facts(Application(later), **{floor: later}))[0] == later
    grace = Grace(None, date(2026, 2, 3))
    assert read(facts(Application(LATE)), grace=grace) == (NEVER, "application")


def test_where_the_rule_is_new_without_it_those_who_applied_are_reminded_first():
    plain = Rule("stage_term", 30, "release", 3, "potential")
    grace = Grace(Policy(rules=(TERM,)), date(2026, 2, 10))
    assert read(facts(Application(IN_TIME)), rule=plain, grace=grace) == (moment("2026-02-13 10:00"), "grace")


def test_a_release_then_waits_for_an_open_service_order_as_ever():
    order = OrderFact(7, "S-000007", SINCE)
    refused = Application(IN_TIME, moment("2026-02-10 15:00"))
    assert read(facts(refused, order=order), order_wait_days=2) == (moment("2026-02-15 10:00"), "order")
    assert read(facts(Application(IN_TIME), order=order), order_wait_days=2) == (NEVER, "application")


def test_it_is_named_among_what_would_have_saved_it_but_the_stage_is_what_one_does_now():
    policy, known = read_policy(PRESETS["stages"]), facts()
    reading = decide(policy, known, DUE).reading
    told = {s.what: s.due_at for s in savings(policy, known, reading)}
    assert told[("application",)] == NEVER and ("stage",) in told
    after = facts(Application(IN_TIME, moment("2026-02-10 15:00")))
    reading = decide(policy, after, moment("2026-02-11 10:00")).reading
    assert ("application",) not in {s.what for s in savings(policy, after, reading)}, "too late for another"
    assert "application" not in movers(policy, known, DUE - timedelta(days=1))


def test_the_rule_book_says_it_of_potential_customers_and_a_policy_as_data_may():
    stages = read_policy(PRESETS["stages"])
    assert [rule.waits_for_application for rule in stages.rules] == [True, False]
    assert read_policy(body_of(stages)).rules == stages.rules
    others = [rule for key, body in PRESETS.items() if key != "stages" for rule in read_policy(body).rules]
    assert not any(rule.waits_for_application for rule in others)


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "stage_term", "stage": "intent", "waits_for_application": True},
        {"kind": "protection_term", "waits_for_application": True},
        {"kind": "stage_term", "stage": "potential", "waits_for_application": "yes"},
    ],
)
def test_what_can_not_be_meant_is_refused_by_its_name(rule):
    with pytest.raises(PolicyError) as refused:
        read_policy({"rules": [{"days": 10, "outcome": "release", **rule}]})
    assert [where for where, _what in refused.value.problems] == ["rules[0].waits_for_application"]
