"""What is computed from the facts of one customer: values, figures, and where there is nothing to go by."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.ratings.domain.facts import Known
from contracts.ratings.rules.measures import evenness, growth, timeliness, volume, years
from contracts.ratings.rules.quarters import Quarter

Q = Quarter(2025, 4)


def known(*months, **facts):
    bought = [Decimal(amount) for amount in months]
    return Known(months=[Decimal(0)] * (12 - len(bought)) + bought, **facts)


def test_the_volume_is_that_of_the_three_months():
    assert volume(known(9, 1, 2, 3), Q, None) == (Decimal(6), {})
    assert volume(known(), Q, None) == (Decimal(0), {})


@pytest.mark.parametrize(
    ("months", "value", "before", "now"),
    [
        ((7, 1, 1, 2, 2, 2, 2), "50.0", "4", "6"),
        ((7, 2, 2, 2, 1, 1, 1), "-50.0", "6", "3"),
        ((3, 0, 0, 0, 0, 0), "-100.0", "3", "0"),
        ((3, 0, 0, 1, 0, 0), "-66.7", "3", "1"),
        ((9, 0, 0, 0, 5, 0, 0), "100", "0", "5"),
        ((9, 0, 0, 0, 0, 0, 0), None, "0", "0"),
    ],
)
def test_growth_is_per_cent_against_the_three_months_before(months, value, before, now):
    assert growth(known(*months), Q, None) == (value and Decimal(value), {"now": now, "before": before})


@pytest.mark.parametrize(
    ("months", "first", "value", "figures"),
    [
        # A year with the same in every month, or all in one.
        ((1,) * 12, None, "100.0", (12, 12, "0.00")),
        ((12,), None, "4.2", (1, 12, "3.32")),
        # 6 of 12 months; 1, 1 and 4 in the others: mean 1/2, deviation 0.5.
        ((1, 0) * 6, None, "25.0", (6, 12, "1.00")),
        ((3, 1) * 6, None, "75.0", (12, 12, "0.50")),
        # A young customer is judged by the months since the first purchase, at least by three.
        ((1, 1, 1, 1), date(2025, 9, 5), "100.0", (4, 4, "0.00")),
        ((1, 1, 1, 1), date(2025, 8, 31), "65.0", (4, 5, "0.50")),
        ((1, 1, 1, 1), date(2025, 9, 1), "100.0", (4, 4, "0.00")),
        ((2, 0, 0), date(2025, 10, 5), "16.7", (1, 3, "1.41")),
        ((1,), date(2025, 12, 31), "16.7", (1, 3, "1.41")),
        ((1,) * 12, date(2020, 1, 1), "100.0", (12, 12, "0.00")),
    ],
)
def test_evenness_is_the_mean_of_months_with_purchases_and_of_how_alike_they_are(months, first, value, figures):
    names = ("bought", "months", "variation")
    expected = (Decimal(value), dict(zip(names, figures, strict=True)))
    assert evenness(known(*months, first=first), Q, None) == expected


def test_evenness_of_nothing_is_nothing_to_go_by():
    assert evenness(known(), Q, None) == (None, {"bought": 0, "months": 12})
    assert evenness(known(first=date(2025, 12, 1)), Q, None) == (None, {"bought": 0, "months": 3})
    returned = evenness(known(-1, first=date(2025, 12, 1)), Q, None)
    assert returned == (None, {"bought": 0, "months": 3})


def test_what_fell_due_in_the_quarter_is_looked_at_else_the_year():
    quarter = known(due=Decimal(3), on_time=Decimal(2), year_due=Decimal(8), year_on_time=Decimal(8))
    assert timeliness(quarter, Q, None) == (Decimal("66.7"), {"due": "3", "on_time": "2", "window": "quarter"})
    year = known(year_due=Decimal(8), year_on_time=Decimal(2))
    assert timeliness(year, Q, None) == (Decimal("25.0"), {"due": "8", "on_time": "2", "window": "year"})
    assert timeliness(known(), Q, None) == (None, {"due": "0", "on_time": "0", "window": "year"})


@pytest.mark.parametrize(
    ("since", "first", "value", "began"),
    [
        (date(2024, 1, 1), None, "2.00", "2024-01-01"),
        (None, date(2024, 1, 1), "2.00", "2024-01-01"),
        (date(2025, 1, 1), date(2024, 1, 1), "2.00", "2024-01-01"),
        (date(2024, 1, 1), date(2025, 1, 1), "2.00", "2024-01-01"),
        (date(2025, 12, 31), None, "0.00", "2025-12-31"),
        (date(2025, 7, 1), None, "0.50", "2025-07-01"),
    ],
)
def test_years_count_from_the_earlier_day_to_the_end_of_the_quarter(since, first, value, began):
    assert years(known(first=first), Q, since) == (Decimal(value), {"since": began})


def test_before_cooperation_began_there_are_no_years():
    assert years(known(), Q, None) == years(known(), Q, date(2026, 1, 1)) == (None, {})
