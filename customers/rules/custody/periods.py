"""For how long a folder is lent, and when somebody is reminded of it (row T6)."""

from datetime import date, timedelta

# How far ahead a loan may begin, whatever it takes.
AHEAD = 60
# Overdue, it is said again so many days later.
AGAIN = 7


def period_problem(first: date | None, last: date | None, today: date, longest: int) -> tuple[str, str]:
    """(field, what is wrong): "missing", "past", "far", "order", "long"; ("", "") where the period is one."""
    if first is None:
        return "from_on", "missing"
    if last is None:
        return "until_on", "missing"
    if first < today:
        return "from_on", "past"
    if first > today + timedelta(days=AHEAD):
        return "from_on", "far"
    if last < first:
        return "until_on", "order"
    if (last - first).days + 1 > longest:
        return "until_on", "long"
    return "", ""


def extension_problem(last: date | None, until: date, today: date, longest: int) -> str:
    """What is wrong with a later last day: "missing", "order" (not later, or over already), "long"; "" where it is one."""
    if last is None:
        return "missing"
    if last <= until or last < today:
        return "order"
    return "long" if (last - today).days > longest else ""


def next_reminder(until: date, today: date) -> date:
    """The next day on which somebody is reminded: the day before, the last day, the day after, then every week."""
    for day in (until - timedelta(days=1), until, until + timedelta(days=1)):
        if day > today:
            return day
    late = (today - until).days - 1
    return today + timedelta(days=AGAIN - late % AGAIN)


def is_late(until: date, today: date) -> bool:
    """Whether the last day is over."""
    return today > until
