"""When the yearly review of rights is begun, and how long it may take (row Ne6)."""

from datetime import date, timedelta

# The month in which the lists are made by themselves, and the days until they are due.
MONTH = 1
DAYS = 30


def year_begun(today: date) -> date:
    """The first day from which lists count as those of this year: this January, or that of last year before it."""
    return date(today.year if today.month >= MONTH else today.year - 1, MONTH, 1)


def due_on(begun: date) -> date:
    """The day on which a list has to be done."""
    return begun + timedelta(days=DAYS)
