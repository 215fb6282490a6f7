"""When a file is reviewed next: by class and department, counted from the last review, off until somebody sets it (row M5)."""

from datetime import date, timedelta

import pytest

from customers.rules.reviews import FARTHEST, Facts, Intervals, date_problem, left_open, next_review

pytestmark = pytest.mark.req("M5")

DAYS = Intervals(vip=30, core=90, growth=180, ordinary=0, other=365, remind_days=7, escalate_days=10)
ENTERED, KNOWN = date(2025, 6, 1), date(2026, 1, 1)


def facts(level="core", **more):
    return Facts(level=level, vip=more.pop("vip", False), entered=ENTERED, known_since=KNOWN, **more)


@pytest.mark.parametrize(
    ("level", "vip", "days"),
    [("core", False, 90), ("growth", False, 180), ("ordinary", False, 0), ("", False, 365), ("core", True, 30)],
)
def test_each_class_has_its_own_days_and_vip_comes_first(level, vip, days):
    assert DAYS.of(level, vip) == days


def test_a_vip_without_days_of_its_own_follows_its_class():
    assert Intervals(core=90).of("core", True) == 90


def test_nothing_is_due_where_no_days_are_set():
    assert next_review(Intervals(), facts()) is None and next_review(DAYS, facts("ordinary")) is None


def test_a_file_never_reviewed_counts_from_when_the_rules_hold_or_it_was_entered_whichever_is_later():
    assert next_review(DAYS, facts()).due == KNOWN + timedelta(days=90)
    fresh = Facts(level="core", vip=False, entered=date(2026, 2, 1), known_since=KNOWN)
    assert next_review(DAYS, fresh).due == date(2026, 2, 1) + timedelta(days=90)


def test_a_reviewed_file_counts_from_its_review_and_is_reminded_before_and_passed_on_after():
    review = next_review(DAYS, facts(reviewed=date(2026, 2, 10)))
    assert (review.due, review.remind, review.escalate) == (date(2026, 5, 11), date(2026, 5, 4), date(2026, 5, 21))
    assert (review.days, review.begun, review.by_choice) == (90, date(2026, 2, 10), False)


def test_a_chosen_date_comes_before_that_of_the_rules_never_after_it():
    early = next_review(DAYS, facts(reviewed=date(2026, 2, 10), chosen=date(2026, 3, 1)))
    assert (early.due, early.by_choice) == (date(2026, 3, 1), True)
    late = next_review(DAYS, facts(reviewed=date(2026, 2, 10), chosen=date(2027, 3, 1)))
    assert (late.due, late.by_choice) == (date(2026, 5, 11), False)
    assert next_review(Intervals(), facts(chosen=date(2026, 4, 1))).due == date(2026, 4, 1)


TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("chosen", "latest", "problem"),
    [
        (TODAY, None, "past"),
        (TODAY - timedelta(days=1), None, "past"),
        (TODAY + timedelta(days=1), None, ""),
        (TODAY + timedelta(days=FARTHEST), None, ""),
        (TODAY + timedelta(days=FARTHEST + 1), None, "far"),
        (date(2026, 5, 31), date(2026, 5, 31), ""),
        (date(2026, 6, 1), date(2026, 5, 31), "late"),
    ],
)
def test_a_next_date_lies_ahead_and_no_later_than_the_rules_ask(chosen, latest, problem):
    assert date_problem(chosen, latest, TODAY) == problem


def test_a_review_is_whole_when_every_field_was_confirmed_or_corrected():
    assert left_open(["a", "b", "c"], ["a"], ["c"]) == ["b"] and left_open(["a"], [], ["a"]) == []
