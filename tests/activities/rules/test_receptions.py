"""Which level a customer is received by, and what it allows (row M11)."""

from decimal import Decimal

import pytest

from activities.rules.receptions import (
    LOWER,
    REASON,
    Standing,
    exceeds,
    first_reminder,
    level_problem,
    most,
    own_level,
    times_problem,
)
from tests.cast import NOW, moment

pytestmark = pytest.mark.req("M11")
# The highest first: state visit, VIP (what important customers get), guest, standard.
OFFERED = [Standing(4, False), Standing(3, True), Standing(2, False), Standing(1, False)]


@pytest.mark.parametrize(
    ("offered", "important", "level"),
    [
        (OFFERED, True, 3),
        (OFFERED, False, 1),
        ([Standing(2, False), Standing(1, False)], True, 2),
        ([Standing(3, True)], False, 3),
        ([], True, None),
    ],
)
def test_a_customer_gets_its_level_by_itself(offered, important, level):
    assert own_level(offered, important) == level


@pytest.mark.parametrize(
    ("chosen", "important", "reason", "problem"),
    [
        (3, True, "", ""),
        (2, True, "they want it so", LOWER),
        (1, True, "", LOWER),
        (4, True, "", REASON),
        (4, True, "the minister comes", ""),
        (1, False, "", ""),
        (3, False, "  ", REASON),
        (3, False, "their owner comes", ""),
        # One that is no longer offered stays with the plan that has it.
        (9, True, "", ""),
    ],
)
def test_an_important_customer_gets_no_lower_level_and_a_higher_one_needs_a_reason(chosen, important, reason, problem):
    assert level_problem(OFFERED, chosen, important, reason) == problem


@pytest.mark.parametrize(
    ("value", "limit", "guests", "too_much"),
    [
        (Decimal("200.00"), Decimal(100), 2, False),
        (Decimal("200.01"), Decimal(100), 2, True),
        (Decimal("100.01"), Decimal(100), 0, True),
        (Decimal(9999), None, 1, False),
        (None, Decimal(0), 1, False),
        (Decimal("0.01"), Decimal(0), 5, True),
    ],
)
def test_the_limits_count_each_guest(value, limit, guests, too_much):
    assert exceeds(value, limit, guests) is too_much


def test_what_may_be_spent():
    assert most(Decimal(150), 3) == 450
    assert most(None, 3) is None


@pytest.mark.parametrize(
    ("begins", "ends", "problem"),
    [
        ("2026-03-02 09:00", "2026-03-02 10:00", "past"),
        ("2026-03-02 09:01", "2026-03-02 10:00", ""),
        ("2026-03-03 09:00", "2026-03-03 09:00", "backwards"),
        ("2026-03-03 09:00", "2026-03-10 09:00", ""),
        ("2026-03-03 09:00", "2026-03-10 09:01", "long"),
    ],
)
def test_a_plan_lies_ahead_ends_after_it_begins_and_takes_a_week_at_most(begins, ends, problem):
    assert times_problem(moment(begins), moment(ends), NOW) == problem


def test_the_first_reminder_is_the_day_before_or_the_record():
    chase = moment("2026-03-10 17:00")
    assert first_reminder(moment("2026-03-09 10:00"), chase, NOW) == moment("2026-03-08 10:00")
    assert first_reminder(moment("2026-03-03 09:00"), chase, NOW) == chase
    assert first_reminder(moment("2026-03-02 15:00"), chase, NOW) == chase
