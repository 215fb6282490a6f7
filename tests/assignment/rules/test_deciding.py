"""Readings, decisions and stored deadlines at their edges, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assignment.rules.policy import NEVER, Facts, Grace, Policy, PolicyError, Rule, deadlines, decide, readings
from tests.cast import moment

SINCE = moment("2026-01-01 09:00")
CONTACT = Rule("no_contact", 15, "release", 1)
KEY_CONTACT = Rule("no_key_contact", 30, "review", 1)
INVALID = Rule("invalid_followups", 0, "review", 0, followups=2)
TERM = Rule("protection_term", 15, "release", 1)
DUE = moment("2026-01-16 10:00")
SECOND = timedelta(seconds=1)


def facts(**known):
    return Facts(**{"customer_id": 1, "owner_id": 1, "since": SINCE, **known})


def read(rule, *, grace=None, **known):
    (reading,) = readings(Policy(rules=(rule,), grace=grace), facts(**known))
    return reading


# --- What a rule counts from ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "fact", "name"),
    [
        ("no_contact", "contacted_at", "contacted"),
        ("no_deal", "deal_at", "deal"),
        ("no_deal_review", "deal_at", "deal"),
        ("stage_term", "stage_since", "stage"),
    ],
)
def test_each_rule_counts_from_its_own_fact_from_the_claim_on(kind, fact, name):
    rule, others = Rule(kind, 15, "release"), {"contacted_at", "deal_at", "stage_since"} - {fact}
    later = SINCE + timedelta(days=3)
    assert (read(rule, **{fact: SINCE}).anchor, read(rule, **{fact: SINCE - SECOND}).anchor) == (name, "claimed")
    assert read(rule).anchor == "claimed"
    if fact != "stage_since":  # a contract exempts from it
        assert read(rule, **dict.fromkeys(others, later)).anchor_at == SINCE
    assert (read(rule, **{fact: later}).anchor_at, read(rule, **{fact: later}).due_at) == (
        later,
        moment("2026-01-19 10:00"),
    )


@pytest.mark.parametrize("kind", ["protection_term", "no_key_contact"])
def test_a_term_counts_from_the_claim_whatever_happens_later(kind):
    later = SINCE + timedelta(days=3)
    reading = read(Rule(kind, 15, "release"), contacted_at=later, stage_since=later)
    assert (reading.anchor, reading.anchor_at, reading.due_at) == ("claimed", SINCE, DUE)


# --- Exemptions -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "known", "exempt"),
    [
        (TERM, {"stage": "official"}, "official"),
        (TERM, {"deal_at": SINCE}, "official"),
        (TERM, {"stage": "intent", "key_contact": True}, ""),
        (Rule("stage_term", 15, "release", stage="intent"), {"stage": "official"}, "official"),
        (Rule("stage_term", 15, "release", stage="intent"), {"stage": "potential"}, "other_stage"),
        (Rule("stage_term", 15, "release", stage="intent"), {"stage": "intent"}, ""),
        (Rule("stage_term", 15, "release"), {"stage": "intent"}, ""),
        (CONTACT, {"stage": "official", "key_contact": True}, ""),
        (KEY_CONTACT, {"stage": "official"}, ""),
        (KEY_CONTACT, {"key_contact": True}, "key_contact"),
    ],
)
def test_an_exempt_customer_has_no_deadline_and_the_reading_says_why(rule, known, exempt):
    reading = read(rule, **known)
    assert reading.exempt == exempt
    assert (reading.due_at == NEVER) == (reading.remind_at == NEVER) == bool(exempt)
    assert reading.floor == ""


# --- Counting -------------------------------------------------------------------------------------
@pytest.mark.req("Nd8")
def test_a_count_is_due_when_it_is_reached_and_open_before():
    moments = tuple(SINCE + timedelta(days=day) for day in (1, 2, 3))
    first = read(INVALID, invalid=moments[:1])
    assert (first.anchor, first.anchor_at, first.due_at, first.remind_at) == ("count", SINCE, NEVER, NEVER)
    assert (first.exempt, first.progress, first.floor) == ("count_open", 1, "")
    reached = read(INVALID, invalid=moments)
    assert (reached.anchor, reached.anchor_at, reached.due_at, reached.remind_at) == (
        "count",
        moments[1],
        moments[1],
        NEVER,
    )
    assert (reached.exempt, reached.progress) == ("", 3)


# --- Floors ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "fact", "floor"),
    [
        (TERM, "extended_until", "extension"),
        (TERM, "spared_until", "undo"),
        (replace(TERM, kind="no_deal_review", outcome="review"), "review_after", "review"),
    ],
)
def test_a_floor_holds_only_where_it_is_later_than_the_rule(rule, fact, floor):
    later = read(rule, **{fact: DUE + SECOND})
    assert (later.due_at, later.floor, later.remind_at) == (DUE + SECOND, floor, moment("2026-01-15 10:00"))
    same = read(rule, **{fact: DUE})
    assert (same.due_at, same.floor) == (DUE, "")
    assert (read(rule).due_at, read(rule).floor) == (DUE, "")


def test_of_an_extension_and_a_hold_the_later_one_counts():
    both = read(TERM, extended_until=DUE + timedelta(days=2), spared_until=DUE + timedelta(days=1))
    assert (both.due_at, both.floor) == (DUE + timedelta(days=2), "extension")


def test_an_extension_does_not_put_off_a_review_nor_a_granted_review_a_release():
    review = replace(TERM, kind="no_deal_review", outcome="review")
    for fact in ("extended_until", "spared_until"):
        assert read(review, **{fact: DUE + timedelta(days=9)}).due_at == DUE
    assert read(TERM, review_after=DUE + timedelta(days=9)).due_at == DUE


# --- Changed rules --------------------------------------------------------------------------------
def changed(days, *, remind_days, previous, day):
    return read(Rule("protection_term", days, "release", remind_days), grace=Grace(previous, date(2026, 1, day)))


@pytest.mark.req("M15")
@pytest.mark.parametrize(
    ("remind_days", "due_at"), [(0, "2026-01-11 10:00"), (1, "2026-01-11 10:00"), (4, "2026-01-14 10:00")]
)
def test_a_new_rule_gives_at_least_its_reminder_time_and_a_day(remind_days, due_at):
    for previous in (None, Policy(rules=(CONTACT,))):
        reading = changed(5, remind_days=remind_days, previous=previous, day=10)
        assert (reading.due_at, reading.floor) == (moment(due_at), "grace")


@pytest.mark.req("M15")
def test_an_unchanged_rule_needs_no_grace():
    reading = changed(15, remind_days=1, previous=Policy(rules=(TERM,)), day=16)
    assert (reading.due_at, reading.floor) == (DUE, "")


@pytest.mark.req("M15")
def test_grace_lasts_until_the_rule_of_the_same_stage_was_due():
    potential, intent = (
        Rule("stage_term", days, "release", stage=s) for days, s in ((12, "potential"), (40, "intent"))
    )
    grace = Grace(Policy(rules=(intent, potential), grace=Grace(None, date(2026, 2, 1))), date(2026, 1, 31))
    reading = read(replace(potential, days=10), grace=grace)
    assert (reading.due_at, reading.floor) == (moment("2026-01-13 10:00"), "grace")


@pytest.mark.req("M15")
def test_grace_asks_the_same_rule_of_before_and_no_other():
    previous = Policy(rules=(replace(CONTACT, days=12), TERM))
    assert changed(10, remind_days=1, previous=previous, day=16).due_at == DUE


# --- Decisions ------------------------------------------------------------------------------------
def test_a_review_that_is_due_is_not_reminded_of_itself_but_of_the_loss_that_comes():
    policy = Policy(rules=(KEY_CONTACT, replace(CONTACT, days=31)))
    decision = decide(policy, facts(), moment("2026-01-31 10:00"))
    assert (decision.outcome, decision.reading.rule, decision.remind.rule.kind) == ("review", KEY_CONTACT, "no_contact")
    assert decide(Policy(rules=(KEY_CONTACT,)), facts(), moment("2026-01-31 10:00")).remind is None


def test_a_release_is_not_reminded_of_what_comes_after_it():
    decision = decide(Policy(rules=(TERM, replace(CONTACT, days=16))), facts(), DUE)
    assert (decision.outcome, decision.remind) == ("release", None)


def test_of_two_things_due_the_graver_comes_first_and_of_two_equally_grave_the_earlier():
    late = {"contacted_at": SINCE + timedelta(days=2)}
    policy = Policy(rules=(replace(KEY_CONTACT, days=5), CONTACT, replace(TERM, days=16)))
    assert decide(policy, facts(**late), moment("2026-03-01 10:00")).reading.rule.kind == "protection_term"
    rotate = Policy(rules=(replace(TERM, outcome="rotate"), replace(CONTACT, days=14)))
    assert decide(rotate, facts(), moment("2026-03-01 10:00")).outcome == "release"


def test_the_reminder_names_the_first_deadline_and_of_two_at_once_the_loss():
    review = replace(KEY_CONTACT, days=15)
    for rules in ((review, TERM), (TERM, review)):
        decision = decide(Policy(rules=rules), facts(), DUE - timedelta(days=1))
        assert (decision.outcome, decision.reading, decision.remind) == ("remind", decision.remind, decision.reading)
        assert decision.reading.rule == TERM
    first = Policy(rules=(replace(TERM, days=17, remind_days=5), CONTACT))
    assert decide(first, facts(), DUE - timedelta(days=2)) is None
    assert decide(first, facts(), DUE - timedelta(days=1)).reading.rule == CONTACT


def test_one_who_was_told_of_the_first_deadline_is_not_told_of_the_second_before_its_time():
    policy = Policy(rules=(TERM, replace(CONTACT, days=20)))
    assert decide(policy, facts(reminded_for=DUE), DUE - timedelta(hours=1)) is None


# --- Stored deadlines -----------------------------------------------------------------------------
def test_the_stored_deadlines_are_the_earliest_of_each_sort():
    policy = Policy(rules=(replace(TERM, days=20), CONTACT, KEY_CONTACT, Rule("no_deal_review", 40, "review"), INVALID))
    stored = deadlines(policy, facts())
    assert (stored.release_at, stored.rule, stored.contact_due_at) == (DUE, "no_contact", DUE)
    assert (stored.remind_at, stored.review_at) == (moment("2026-01-15 10:00"), moment("2026-01-31 10:00"))
    told = deadlines(policy, facts(reminded_for=DUE))
    assert told.remind_at == moment("2026-01-20 10:00")


def test_without_anything_to_come_no_deadline_and_no_rule_is_stored():
    exempt = deadlines(Policy(rules=(TERM,)), facts(stage="official"))
    assert (exempt.release_at, exempt.remind_at, exempt.review_at, exempt.rule) == (NEVER, NEVER, NEVER, "")
    assert exempt.contact_due_at is None
    reviews = deadlines(Policy(rules=(KEY_CONTACT,)), facts())
    assert (reviews.release_at, reviews.rule, reviews.review_at) == (NEVER, "", moment("2026-01-31 10:00"))
    none = deadlines(Policy(), facts())
    assert (none.release_at, none.remind_at, none.review_at, none.rule) == (NEVER, NEVER, NEVER, "")


# --- What rules and policies say of themselves ----------------------------------------------------
def test_a_rule_names_its_number_and_a_policy_whether_follow_ups_matter_to_it():
    assert (INVALID.counts, INVALID.number, TERM.counts, TERM.number) == (True, 2, False, 15)
    for rule, uses in ((CONTACT, True), (INVALID, True), (TERM, False), (KEY_CONTACT, False)):
        assert Policy(rules=(TERM, rule)).uses_followups is uses
    assert Policy().uses_followups is False


def test_a_policy_that_cannot_be_used_says_what_is_wrong_in_one_line():
    error = PolicyError([("slots", "must be a whole number"), ("publish", "must be true or false")])
    assert str(error) == "slots: must be a whole number; publish: must be true or false"
    assert len(error.problems) == 2
