"""When a mailing goes out, which days it is about, how long a failed mail waits (row Nh3)."""

from datetime import date, timedelta

import pytest

from reports.rules.mailing.slots import DAILY, MONTHLY, WEEKLY, Rhythm, again_after, days_of

TODAY = date(2026, 3, 2)  # a Monday


@pytest.mark.parametrize(
    ("rhythm", "after", "day"),
    [
        (Rhythm(DAILY), TODAY, TODAY),
        (Rhythm(WEEKLY, weekday=0), TODAY, TODAY),
        (Rhythm(WEEKLY, weekday=6), TODAY, date(2026, 3, 8)),
        (Rhythm(MONTHLY, day=1), TODAY, date(2026, 4, 1)),
        (Rhythm(MONTHLY, day=2), TODAY, TODAY),
        (Rhythm(MONTHLY, day=28), date(2026, 12, 29), date(2027, 1, 28)),
    ],
)
def test_the_next_day(rhythm, after, day):
    assert rhythm.next_day(after) == day


@pytest.mark.parametrize(
    ("period", "today", "days"),
    [
        ("week", TODAY, (date(2026, 2, 23), date(2026, 3, 1))),
        ("month", TODAY, (date(2026, 2, 1), date(2026, 2, 28))),
        ("month", date(2026, 1, 1), (date(2025, 12, 1), date(2025, 12, 31))),
        ("quarter", TODAY, (date(2025, 10, 1), date(2025, 12, 31))),
        ("quarter", date(2026, 6, 30), (date(2026, 1, 1), date(2026, 3, 31))),
        ("year", TODAY, (date(2025, 3, 2), date(2026, 3, 1))),
    ],
)
def test_days_that_are_over(period, today, days):
    assert days_of(period, today) == days


def test_a_failed_mail_waits_longer_each_time_and_is_given_up():
    assert [again_after(n) for n in (1, 2, 3, 4, 5)] == [
        timedelta(minutes=5),
        timedelta(minutes=15),
        timedelta(hours=1),
        timedelta(hours=4),
        None,
    ]
