"""An outing led to a customer, and nobody wrote what was discussed (row Nf9)."""

from collections.abc import Collection
from datetime import date, timedelta

from .facts import Numbers


def last_day(back_on: date, numbers: Numbers) -> date:
    """The last day on which the follow-up of an outing is in time."""
    return back_on + timedelta(days=numbers.followup_days)


def contradicts(left_on: date, back_on: date, visited_on: Collection[date], today: date, numbers: Numbers) -> bool:
    """`visited_on`: days of visits to this customer that the person recorded. In time until the last day is over."""
    if today <= last_day(back_on, numbers):
        return False
    return not any(left_on <= day <= back_on for day in visited_on)
