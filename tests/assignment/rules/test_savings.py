"""What would have saved a customer, at the edges of each supposed fact."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assignment.rules.policy import NEVER, Facts, Policy, Rule, Saving, readings, savings
from tests.cast import moment

SINCE = moment("2026-01-05 09:00")
DUE = moment("2026-01-20 10:00")
MINUTE = timedelta(minutes=1)
CONTACT = Rule("no_contact", 15, "release", 1)
TERM = Rule("protection_term", 15, "release", 1)


def facts(**known):
    return Facts(**{"customer_id": 1, "owner_id": 2, "since": SINCE, "stage": "official", **known})


def saved(*rules, tiers=(), **known):
    policy = Policy(rules=rules, extension_tiers=tiers)
    return savings(policy, facts(**known), readings(policy, facts(**known))[0])


def judged(when, author=2):
    found = saved(CONTACT, not_counted=((7, when, author, ("too_short",)),))
    return [(one.what, one.followup, one.due_at) for one in found if one.what != ("followup",)]


@pytest.mark.req("D4")
def test_a_follow_up_in_the_last_minute_would_have_begun_the_time_anew():
    assert saved(CONTACT) == (Saving(("followup",), DUE, moment("2026-02-04 10:00")),)


def test_the_last_minute_before_midnight_belongs_to_the_day_before():
    policy = Policy(rules=(CONTACT,), extension_tiers=(), release_hour=0)
    (found,) = savings(policy, facts(), readings(policy, facts())[0])
    assert (found.before, found.due_at) == (moment("2026-01-20 00:00"), moment("2026-02-03 00:00"))


def test_where_nothing_helps_nothing_is_named():
    assert saved(replace(TERM, kind="no_key_contact"), key_contact=True) == ()
    rules = (CONTACT, TERM, Rule("no_key_contact", 15, "release"))
    assert saved(*rules, stage="intent") == ()


def test_an_entry_that_did_not_count_would_have_helped_between_anchor_and_deadline():
    assert judged(SINCE) == judged(SINCE - MINUTE) == judged(DUE) == []
    assert judged(SINCE + MINUTE) == [] or judged(SINCE + timedelta(days=1))
    assert judged(SINCE + timedelta(days=1)) == [(("judged",), 7, moment("2026-01-21 10:00"))]
    assert judged(DUE - MINUTE) == [(("judged",), 7, moment("2026-02-04 10:00"))]
    assert judged(DUE - MINUTE, author=3) == []


def test_of_several_entries_that_did_not_count_the_latest_is_named():
    entries = tuple((n, SINCE + timedelta(days=n), 2, ("filler",)) for n in (5, 7, 6))
    assert [(one.what, one.followup) for one in saved(CONTACT, not_counted=entries)] == [
        (("followup",), 0),
        (("judged",), 7),
    ]


def test_a_key_contact_would_have_spared_the_review_and_no_extension_would():
    tier = Policy().extension_tiers
    assert saved(Rule("no_key_contact", 15, "review"), tiers=tier) == (Saving(("key_contact",), DUE, NEVER),)


def test_only_a_rule_as_grave_decides_when_it_would_have_been_due():
    review = Rule("no_key_contact", 5, "review")
    assert saved(CONTACT, review) == (Saving(("followup",), DUE, moment("2026-02-04 10:00")),)
    later = replace(TERM, kind="no_deal", days=20)
    assert saved(CONTACT, later) == (Saving(("followup",), DUE, moment("2026-01-25 10:00")),)


@pytest.mark.req("Nd8")
def test_with_one_invalid_follow_up_fewer_the_review_would_not_have_come():
    moments = (SINCE + timedelta(days=1), SINCE + timedelta(days=2))
    for count in (1, 2):
        found = saved(Rule("invalid_followups", 0, "review", 0, followups=count), invalid=moments)
        assert found == (Saving(("one_valid",), moments[count - 1], NEVER),)


def test_only_a_potential_customer_could_have_become_an_intent():
    rule = Rule("stage_term", 15, "release", stage="potential")
    assert {one.what for one in saved(rule, stage="potential")} == {("contract",), ("stage",)}
    intent = replace(rule, stage="intent")
    assert {one.what for one in saved(intent, stage="intent")} == {("contract",)}


def test_what_is_supposed_never_lies_before_the_ownership():
    count = Rule("invalid_followups", 0, "review", 0, followups=1)
    policy = Policy(rules=(count, Rule("no_deal_review", 15, "review")))
    known = facts(invalid=(SINCE,))
    found = savings(policy, known, readings(policy, known)[0])
    assert Saving(("one_valid",), SINCE, DUE) in found
