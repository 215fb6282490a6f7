"""Until when feedback of a customer is answered (row Nh8)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from crm_project.lib.calendar import is_working_day, next_working_day, working_days_after

# The hour until which an answer is awaited, in local time; most working days that a kind may give.
HOUR, LONGEST = 17, 60
BEFORE, AGAIN = timedelta(days=1), timedelta(days=7)
# So long after the customer was told the answer may be entered.
ENTERED_WITHIN = timedelta(hours=24)


def due_day(received: datetime, entered: datetime, days: int, overrides: Mapping[date, bool]) -> date:
    """The last day for the answer: so many working days after it came. What was entered late still leaves one working day
    (none where the kind gives none). Both moments in local time."""
    last = working_days_after(_begins(received, overrides), days, overrides)
    least = working_days_after(_begins(entered, overrides), min(days, 1), overrides)
    return max(last, least)


def _begins(moment: datetime, overrides: Mapping[date, bool]) -> date:
    """The working day on which it counts as received: after the hour, or on a day off, the next one."""
    day = moment.date()
    if moment.hour < HOUR and is_working_day(day, overrides):
        return day
    return next_working_day(day, overrides)


def first_reminder(due: datetime, at: datetime) -> datetime:
    """A day before it is due; where that is over, when it is due."""
    before = due - BEFORE
    return before if before > at else due


def next_reminder(due: datetime, at: datetime) -> datetime:
    """After one was sent: when it is due, then every week."""
    return due if at < due else at + AGAIN


def counted_at(told: datetime, entered: datetime) -> datetime:
    """When it counts as answered: when the customer was told; what is entered more than a day later, when it was entered."""
    return told if entered - told <= ENTERED_WITHIN else entered
