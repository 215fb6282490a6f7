"""Periods, tiers, sums, pace, places: the rules of targets as tables, and what holds for all of them."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.periods import SPANS, Period, period_from, period_of
from reports.rules.targets.pace import Days, Progress, stage_of, working_days
from reports.rules.targets.ranking import places
from reports.rules.targets.sums import differences, divide
from reports.rules.targets.tiers import CENT, ONE, Tiers, rounded

pytestmark = pytest.mark.req("Nf1", "Nf3")
NOVEMBER = Period(date(2026, 11, 1), "month")
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026Q4", "2026-10-01", "2026-12-31"),
        (" 2026 q1 ", "2026-01-01", "2026-03-31"),
        ("2026H2", "2026-07-01", "2026-12-31"),
        ("2028-02", "2028-02-01", "2028-02-29"),
        ("2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_is_named_by_its_key(text, first, last):
    found = period_from(text)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "2026Q5", "2026H3", "26-11", "1999", "2100", "2026-1", "٢٠٢٦"]
)
def test_what_names_no_period_is_refused(text):
    with pytest.raises(ValueError):
        period_from(text)


@given(st.sampled_from(SPANS), DAYS)
def test_every_period_holds_its_day_and_comes_back_from_its_key(span, day):
    period = period_of(span, day)
    assert period.first <= day <= period.last and period_from(period.key) == period
    assert period.shifted(1).first == period.last + timedelta(days=1) and period.shifted(1).shifted(-1) == period


@given(st.sampled_from(SPANS), st.sampled_from(SPANS), DAYS)
def test_shorter_periods_fill_a_longer_one_without_a_gap(longer, shorter, day):
    period = period_of(longer, day)
    parts = period.within(shorter)
    if not parts:
        assert SPANS.index(shorter) >= SPANS.index(longer)
        return
    assert (parts[0].first, parts[-1].last) == (period.first, period.last)
    assert all(one.shifted(1) == other for one, other in zip(parts, parts[1:], strict=False))
    assert all(one.around(longer) == period for one in parts)


def test_a_year_opens_into_everything_within_it():
    tree = period_from("2026").tree()
    assert [(depth, one.key) for depth, one in tree[:6]] == [
        (0, "2026"),
        (1, "2026H1"),
        (2, "2026Q1"),
        (3, "2026-01"),
        (3, "2026-02"),
        (3, "2026-03"),
    ]
    assert len(tree) == len(set(tree)) == 1 + 2 + 4 + 12


@pytest.mark.parametrize(
    ("tiers", "step", "problem"),
    [
        (Tiers(D(100), D(80), D(120)), ONE, None),
        (Tiers(D(100)), ONE, None),
        (Tiers(D(0), D(0), D(0)), ONE, None),
        (Tiers(D(100), None, D(100)), ONE, None),
        (Tiers(D(-1)), ONE, ("target", "negative")),
        (Tiers(D(100), D(-5)), ONE, ("floor", "negative")),
        (Tiers(D("1.5")), ONE, ("target", "fraction")),
        (Tiers(D("1.5")), CENT, None),
        (Tiers(D("1.555")), CENT, ("target", "fraction")),
        (Tiers(D(100), D(101)), ONE, ("target", "order")),
        (Tiers(D(100), None, D(99)), ONE, ("stretch", "order")),
        (Tiers(D(10) ** 13), CENT, ("target", "large")),
    ],
)
def test_three_tiers_stand_in_their_order(tiers, step, problem):
    assert tiers.problem(step) == problem


@pytest.mark.parametrize(
    ("reached", "tier"), [(79, ""), (80, "floor"), (99, "floor"), (100, "target"), (119, "target"), (120, "stretch")]
)
def test_the_highest_tier_reached(reached, tier):
    assert Tiers(D(100), D(80), D(120)).met(D(reached)) == tier


def test_a_tier_left_out_is_never_met():
    assert [Tiers(D(100)).met(D(n)) for n in (0, 99, 100, 1000)] == ["", "", "target", "target"]


@pytest.mark.parametrize(
    ("value", "step", "found"), [("2.5", "1", "3"), ("2.49", "1", "2"), ("0.005", "0.01", "0.01"), ("7", "0.01", "7")]
)
def test_a_scaled_target_is_rounded(value, step, found):
    assert rounded(D(value), D(step)) == D(found)
    assert Tiers(D(value), None, D(value)).scaled(D(1), D(step)) == Tiers(D(found), None, D(found))


# --- sums ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "parts", "found"),
    [
        (Tiers(D(300)), [Tiers(D(100))] * 3, []),
        (Tiers(D(300)), [Tiers(D(100))] * 2, [("target", -100)]),
        (Tiers(D(300), D(200)), [Tiers(D(200), D(150)), Tiers(D(150), D(100))], [("floor", 50), ("target", 50)]),
        (Tiers(D(300), None, D(400)), [Tiers(D(300))], []),
        (Tiers(D(300)), [Tiers(D(300), D(1), D(999))], []),
        (Tiers(D(300)), [], []),
        (Tiers(D(0)), [Tiers(D(1))], [("target", 1)]),
    ],
)
def test_parts_that_do_not_add_up_are_told_by_how_much(whole, parts, found):
    assert [(one.tier, one.amount) for one in differences(whole, parts)] == found


AMOUNTS = st.decimals(0, D(10) ** 12, places=2, allow_nan=False)


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=40))
def test_a_divided_target_adds_up_to_the_cent(total, weights):
    parts = divide(total, weights, CENT)
    assert sum(parts) == total and len(parts) == len(weights) and min(parts) >= 0
    assert all(part % CENT == 0 for part in parts)
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - (total * weight / whole if whole else total / len(weights))) < 2 * CENT
    assert differences(Tiers(total), [Tiers(part) for part in parts]) == []


@given(st.integers(0, 10**9), st.integers(1, 40))
def test_a_number_divided_evenly_differs_by_one_at_most(total, n):
    parts = divide(D(total), [D(0)] * n, ONE)
    assert sum(parts) == total and max(parts) - min(parts) <= 1 and parts == sorted(parts, reverse=True)


def test_nobody_to_divide_among():
    assert divide(D(5), [], ONE) == []


# --- pace ---------------------------------------------------------------------------------------------------------


def progress(reached, *, total=20, gone=5, stage="open", tiers=None):
    return Progress(tiers or Tiers(D(100), D(80), D(120)), D(reached), Days(total, gone), stage)


@pytest.mark.parametrize(
    ("given", "expected", "state"),
    [
        (progress(25), 25, "on_pace"),
        (progress(24), 25, "behind"),
        (progress(0, gone=0), 0, "on_pace"),
        (progress(99, gone=20), 100, "behind"),
        (progress(100), 25, "reached"),
        (progress(120), 25, "stretch"),
        (progress(79, stage="over", gone=20), 100, "missed"),
        (progress(80, stage="over", gone=20), 100, "floor"),
        (progress(100, stage="over", gone=20), 100, "reached"),
        (progress(0, stage="coming", gone=0), 0, "coming"),
        (progress(0, total=0, gone=0), 100, "behind"),
        (progress(0, tiers=Tiers(D(0))), 0, "reached"),
    ],
)
def test_the_pace_counts_working_days_that_are_gone(given, expected, state):
    assert (given.expected, given.state) == (expected, state)


@pytest.mark.parametrize(
    ("given", "missing", "per_day", "percent"),
    [
        (progress(25), 75, 5, 25),
        (progress(26), 74, 5, 26),
        (progress(0, gone=19), 100, 100, 0),
        (progress(0, gone=20), 100, None, 0),
        (progress(100), 0, None, 100),
        (progress(99, stage="over", gone=20), 1, None, 99),
        (progress(0, stage="coming", gone=0), 100, 5, 0),
        (progress(5, tiers=Tiers(D(0))), 0, None, None),
    ],
)
def test_what_is_missing_for_each_remaining_day(given, missing, per_day, percent):
    assert (given.missing, given.per_day(ONE), given.percent) == (missing, per_day, percent)


def test_cents_are_rounded_up_so_that_the_days_are_enough():
    assert progress(0, total=3, gone=0).per_day(CENT) == D("33.34")


@pytest.mark.parametrize(
    ("today", "stage"),
    [("2026-10-31", "coming"), ("2026-11-01", "open"), ("2026-11-30", "open"), ("2026-12-01", "over")],
)
def test_where_a_period_stands(today, stage):
    assert stage_of(NOVEMBER, date.fromisoformat(today)) == stage


def test_working_days_are_those_of_the_company():
    # 21 weekdays in November 2026, no public holiday.
    assert working_days(NOVEMBER, date(2026, 11, 10), {}) == Days(21, 6)
    assert working_days(NOVEMBER, date(2026, 11, 10), {date(2026, 11, 3): False, date(2026, 11, 7): True}) == Days(
        21, 6
    )
    assert working_days(NOVEMBER, date(2026, 11, 10), {date(2026, 11, 30): False}).left == 14
    # The week of the National Day is free, two weekend days are worked instead.
    assert working_days(Period(date(2026, 10, 1), "month"), date(2026, 10, 1), {}).total < 22


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 260), st.integers(0, 260))
def test_what_each_day_must_bring_reaches_the_target_and_no_step_less_does(target, reached, total, gone):
    gone = min(gone, total)
    given_ = progress(reached, tiers=Tiers(D(target)), total=total, gone=gone)
    daily = given_.per_day(ONE)
    if daily is None:
        assert reached >= target or gone == total
    else:
        assert reached + daily * (total - gone) >= target > reached + (daily - 1) * (total - gone)
    assert 0 <= given_.expected <= target and 0 <= given_.pace_percent <= 100


# --- places -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([("a", 5), ("b", 9), ("c", 1)], [(1, "b", False), (2, "a", False), (3, "c", False)]),
        ([("a", 5), ("b", 9), ("c", 5), ("d", 1)], [(1, "b", False), (2, "a", True), (2, "c", True), (4, "d", False)]),
        ([("a", 0), ("b", 0)], [(1, "a", True), (1, "b", True)]),
        ([("a", D("1.00")), ("b", D("1"))], [(1, "a", True), (1, "b", True)]),
        ([], []),
    ],
)
def test_equals_share_a_place_and_the_next_is_left_out(values, found):
    assert [(one.rank, one.person, one.shared) for one in places(values)] == found


@given(st.lists(st.integers(0, 6), max_size=30))
def test_a_place_is_one_more_than_those_who_did_better(values):
    found = places(list(enumerate(values)))
    assert sorted(one.person for one in found) == list(range(len(values)))
    for one in found:
        assert one.rank == 1 + sum(other > one.value for other in values)
        assert one.shared == (values.count(one.value) > 1)
