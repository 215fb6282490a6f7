"""The periods of work reports: where one begins and ends, what comes before and after, its number in the year (row Ni1)."""

from dataclasses import dataclass
from datetime import date, timedelta

from reports.rules import periods

DAILY, WEEKLY, MONTHLY, HALF_YEARLY, YEARLY = "daily", "weekly", "monthly", "half_yearly", "yearly"
KINDS = (DAILY, WEEKLY, MONTHLY, HALF_YEARLY, YEARLY)
_SPANS = {MONTHLY: periods.MONTH, HALF_YEARLY: periods.HALF, YEARLY: periods.YEAR}


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
    found = periods.period_of(_SPANS[kind], day)
    return Period(kind, found.first, found.last, day.year, found.number)


def before(period: Period) -> Period:
    """The one that ends on the day before."""
    return period_of(period.kind, period.first - timedelta(days=1))


def after(period: Period) -> Period:
    """The one that begins on the day after."""
    return period_of(period.kind, period.last + timedelta(days=1))
