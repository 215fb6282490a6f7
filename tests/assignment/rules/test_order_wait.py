"""Releases wait while a service order is open: at most so long, and never to the owner's surprise when it closes."""

from datetime import date, timedelta

import pytest

from assignment.rules.policy import (
    NEVER,
    Facts,
    Grace,
    OrderFact,
    Policy,
    PolicyError,
    Rule,
    deadlines,
    decide,
    readings,
)
from assignment.rules.policy_body import body_of, read_policy
from assignment.rules.presets import PRESETS
from tests.cast import moment

pytestmark = pytest.mark.req("Nc13")
SINCE = moment("2026-01-01 09:00")
DUE = moment("2026-01-16 10:00")
TERM = Rule("protection_term", 15, "release", 3)
OPEN = OrderFact(7, "S-000007", moment("2026-01-10 09:00"))


def read(order, *, rule=TERM, most=30, grace=None, **known):
    facts = Facts(customer_id=1, owner_id=1, since=SINCE, order=order, **known)
    (reading,) = readings(Policy(rules=(rule,), order_wait_days=most, grace=grace), facts)
    return reading.due_at, reading.floor


def test_while_one_is_open_at_most_so_many_days_beyond_the_deadline():
    assert read(OPEN) == (moment("2026-02-15 10:00"), "order")
    assert read(OPEN, most=2) == (moment("2026-01-18 10:00"), "order")
    assert read(None) == read(OPEN, most=None) == (DUE, "")


def test_on_top_of_an_extension_and_of_the_grace_after_a_change():
    extended = moment("2026-01-20 10:00")
    assert read(OPEN, most=2, extended_until=extended) == (moment("2026-01-22 10:00"), "order")
    previous = Policy(rules=(Rule("protection_term", 25, "release", 3),), order_wait_days=30)
    grace = Grace(previous, date(2026, 1, 20))
    assert read(None, grace=grace) == (moment("2026-01-23 10:00"), "grace")
    assert read(OPEN, most=2, grace=grace) == (moment("2026-01-25 10:00"), "order"), "waited for once, not twice"


@pytest.mark.parametrize(
    ("closed", "due"),
    [
        ("2026-01-12 15:00", DUE),  # reminded as always
        ("2026-01-15 15:00", moment("2026-01-18 10:00")),
        ("2026-01-25 15:00", moment("2026-01-28 10:00")),
        ("2026-02-14 15:00", moment("2026-02-15 10:00")),  # no longer than it would have waited
    ],
)
def test_once_it_is_closed_the_owner_is_reminded_first(closed, due):
    facts = Facts(customer_id=1, owner_id=1, since=SINCE, order=OrderFact(closed_at=moment(closed)), reminded_for=DUE)
    policy = Policy(rules=(TERM,), order_wait_days=30)
    stored = deadlines(policy, facts)
    assert stored.release_at == due and read(facts.order)[1] == ("order" if due > DUE else "")
    if due > DUE:
        told = decide(policy, facts, due - timedelta(minutes=1))
        assert told.outcome == "remind", "of exactly this deadline"
        assert stored.remind_at <= due - timedelta(days=1)


def test_a_rule_without_days_follows_the_day_after_the_closing():
    order = OrderFact(closed_at=moment("2026-01-20 15:00"))
    assert read(order, rule=Rule("protection_term", 15, "release", 0))[0] == moment("2026-01-21 10:00")


def test_reviews_do_not_wait_and_what_has_no_deadline_gets_none():
    assert read(OPEN, rule=Rule("no_key_contact", 15, "review", 1)) == (DUE, "")
    assert read(OPEN, stage="official") == (NEVER, "")


def test_the_policy_as_data_says_for_which_kinds_and_how_long():
    policy = read_policy({"preset": "direct", "order_wait_days": 30, "order_kinds": ["training"]})
    assert (policy.order_wait_days, policy.order_kinds) == (30, ("training",))
    assert read_policy(body_of(policy)).order_kinds == ("training",)
    assert [read_policy(body).order_wait_days for body in PRESETS.values()] == [None] * 4, (
        "the rule books do not say it"
    )


@pytest.mark.parametrize(
    "wrong", [{"order_wait_days": 0}, {"order_wait_days": 366}, {"order_kinds": []}, {"order_kinds": [1]}]
)
def test_what_can_not_be_meant_is_refused_by_its_name(wrong):
    with pytest.raises(PolicyError) as refused:
        read_policy({"preset": "direct", **wrong})
    assert [where for where, _what in refused.value.problems] == list(wrong)
