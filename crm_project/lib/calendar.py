"""Working days: the public calendar of China with the company's own exceptions (row Nf13)."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays


@cache
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")


def is_working_day(day: date, overrides: Mapping[date, bool] | None = None) -> bool:
    """Whether the company works on this date; `overrides` ({date: bool}) wins over the public calendar."""
    if overrides and day in overrides:
        return overrides[day]
    return bool(_china().is_working_day(day))


def working_days_after(day: date, number: int, overrides: Mapping[date, bool] | None = None) -> date:
    """The last of so many working days after this date; the date itself for 0."""
    for _n in range(number):
        day = next_working_day(day, overrides)
    return day


def next_working_day(day: date, overrides: Mapping[date, bool] | None = None) -> date:
    """The first working day after this date."""
    day += timedelta(days=1)
    while not is_working_day(day, overrides):
        day += timedelta(days=1)
    return day
