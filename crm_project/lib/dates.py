"""How far back and ahead a date may lie, by what it means: held in forms, imports and addresses alike."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Bounds:
    """From a fixed first day to so many days after today; `slack` more are let through, to be refused where more is known."""

    first: date
    ahead: int
    slack: int = 0

    def last(self, today: date) -> date:
        return today + timedelta(days=self.ahead)


# What was done: contacts, signings, payments. Whether today's hour has come is checked where it matters.
PAST = Bounds(date(1980, 1, 1), 0, slack=1)
# What was founded, born or begun before anybody kept a file.
LONG_PAST = Bounds(date(1800, 1, 1), 0, slack=1)
# What is planned next: contacts, tasks, appointments.
NEXT = Bounds(date(2000, 1, 1), 5 * 366)
# What a contract says: due days, deliveries, ends of terms.
TERM = Bounds(date(1980, 1, 1), 50 * 366)
# What one looks for in an address or a filter.
SOUGHT = Bounds(date(1980, 1, 1), 50 * 366)


def out_of_bounds(day: date, bounds: Bounds, today: date) -> str:
    """A sentence where the day (or the day of a moment, in the company's time zone) lies outside, else an empty text."""
    if isinstance(day, datetime):
        day = timezone.localtime(day, timezone.get_default_timezone()).date() if timezone.is_aware(day) else day.date()
    last = bounds.last(today)
    if bounds.first <= day <= last + timedelta(days=bounds.slack):
        return ""
    return _("%(day)s is out of range: enter a date from %(first)s to %(last)s") % {
        "day": day.isoformat(),
        "first": bounds.first.isoformat(),
        "last": last.isoformat(),
    }
