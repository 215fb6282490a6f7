"""For how long a right may be asked for (row Ne6)."""

from datetime import date, timedelta

LONGEST_DAYS = 366


def last_day(today: date) -> date:
    """The latest end that may be asked for."""
    return today + timedelta(days=LONGEST_DAYS)


def fits(until: date | None, today: date) -> bool:
    """Whether a right may be asked for until this day; None is for good."""
    return until is None or today <= until <= last_day(today)
