"""Visits of days ago are entered all at once when the month ends (row Nf9)."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from .facts import Numbers, Visit


def is_month_end(day: date, numbers: Numbers) -> bool:
    """Whether it is one of the last days of its month."""
    return day.day > monthrange(day.year, day.month)[1] - numbers.burst_days


def late(visits: Iterable[Visit], numbers: Numbers) -> list[Visit]:
    """Those that took place so many days before they were entered."""
    return [one for one in visits if one.entered_at - one.at >= timedelta(days=numbers.burst_age)]


def contradicts(day: date, visits: Iterable[Visit], numbers: Numbers) -> bool:
    """`visits`: what one person entered on this day."""
    return is_month_end(day, numbers) and len(late(visits, numbers)) >= numbers.burst_visits
