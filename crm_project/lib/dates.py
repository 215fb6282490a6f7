"""How far back and ahead a date may lie, by what it means: held in forms, imports and addresses alike; and how people type one."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

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


# 2026-3-2, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302, 2 March 2026, Mar 2, 2026; the order of numbers alone is never guessed.
_FORMS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%Y年%m月%d",
    "%Y%m%d",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d %Y",
    "%B %d %Y",
)
_LONGEST = 100  # signs: no day is longer, and looking through more takes time
_HOUR = re.compile(r"[T ]*(\d{1,2}):(\d\d)(:\d\d(?:\.\d+)?)?$")


def iso_text(value: Any) -> Any:
    """A day, or a day and a time, as somebody typed it in either language: 2026-03-02, 2026-03-02T10:00. All else as it was given."""
    if not isinstance(value, str) or len(value) > _LONGEST or not value.strip():
        return value
    text = " ".join(unicodedata.normalize("NFKC", value).replace(",", " ").split())
    hour = _HOUR.search(text)
    typed = text[: hour.start()] if hour else text
    for form in _FORMS:
        try:
            day = datetime.strptime(re.sub(r"(?<=[年月/.-]) | (?=[年月日/.-])", "", typed), form)
        except ValueError:
            continue
        return day.date().isoformat() + (f"T{int(hour[1]):02}:{hour[2]}{hour[3] or ''}" if hour else "")
    return value
