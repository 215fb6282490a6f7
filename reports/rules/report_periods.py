"""The periods of work reports: where one begins and ends, what comes before and after, its number in the year (row Ni1)."""

from dataclasses import dataclass
from datetime import date, timedelta

DAILY, WEEKLY, MONTHLY, HALF_YEARLY, YEARLY = "daily", "weekly", "monthly", "half_yearly", "yearly"
KINDS = (DAILY, WEEKLY, MONTHLY, HALF_YEARLY, YEARLY)
_MONTHS = {MONTHLY: 1, HALF_YEARLY: 6, YEARLY: 12}


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; `year` and `number` name it: 2026 and 48 for a week (ISO), 11 for November."""

    kind: str
    first: date
    last: date
    year: int
    number: int


def period_of(kind: str, day: date) -> Period:
    """The period of this kind in which the day lies."""
    if kind == DAILY:
        return Period(kind, day, day, day.year, day.timetuple().tm_yday)
    if kind == WEEKLY:
        year, week, weekday = day.isocalendar()
        first = day - timedelta(days=weekday - 1)
        return Period(kind, first, first + timedelta(days=6), year, week)
    months = _MONTHS[kind]
    number = (day.month - 1) // months + 1
    first = date(day.year, (number - 1) * months + 1, 1)
    end_month = number * months
    following = date(day.year + 1, 1, 1) if end_month == 12 else date(day.year, end_month + 1, 1)
    return Period(kind, first, following - timedelta(days=1), day.year, number)


def before(period: Period) -> Period:
    """The one that ends on the day before."""
    return period_of(period.kind, period.first - timedelta(days=1))


def after(period: Period) -> Period:
    """The one that begins on the day after."""
    return period_of(period.kind, period.last + timedelta(days=1))
