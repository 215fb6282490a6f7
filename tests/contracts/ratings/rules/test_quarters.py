"""Quarters: named, found, followed and counted back."""

from datetime import date

import pytest

from contracts.ratings.rules.quarters import Quarter


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2026Q3", Quarter(2026, 3)),
        (" 2026 q1 ", Quarter(2026, 1)),
        ("2000Q4", Quarter(2000, 4)),
        ("2199Q2", Quarter(2199, 2)),
    ],
)
def test_a_quarter_is_named_by_its_year_and_number(text, quarter):
    assert Quarter.parse(text) == quarter
    assert Quarter.parse(str(quarter)) == quarter


@pytest.mark.parametrize("text", ["2026Q5", "2026Q0", "1999Q4", "2200Q1", "26Q1", "2026", "Q1", "2026Q11", "", None])
def test_what_names_no_quarter_is_refused(text):
    with pytest.raises(ValueError):
        Quarter.parse(text)


@pytest.mark.parametrize(
    ("day", "n"), [((1, 1), 1), ((3, 31), 1), ((4, 1), 2), ((6, 30), 2), ((7, 1), 3), ((10, 1), 4), ((12, 31), 4)]
)
def test_a_day_lies_in_its_quarter(day, n):
    quarter = Quarter.of(date(2026, *day))
    assert quarter == Quarter(2026, n) and quarter.first <= date(2026, *day) < quarter.after


def test_quarters_follow_each_other_over_the_year():
    year = [Quarter(2026, n) for n in (1, 2, 3, 4)]
    assert [q.next() for q in year] == [*year[1:], Quarter(2027, 1)]
    assert [q.previous() for q in year] == [Quarter(2025, 4), *year[:3]]
    assert [q.first for q in year] == [date(2026, month, 1) for month in (1, 4, 7, 10)]
    assert year[3].after == date(2027, 1, 1) and year[0] < year[1] < Quarter(2027, 1)


def test_months_are_counted_back_from_the_end():
    assert Quarter(2026, 1).months(4) == [date(2025, 12, 1), *(date(2026, month, 1) for month in (1, 2, 3, 4))]
    assert Quarter(2026, 4).months(1) == [date(2026, 12, 1), date(2027, 1, 1)]
    assert Quarter(2026, 4).months() == [*(date(2026, month, 1) for month in range(1, 13)), date(2027, 1, 1)]
