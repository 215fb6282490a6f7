"""The company's time: its zone, its calendar days, and moments as texts. Moments are aware datetimes; texts are in the company's zone."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _


def zone() -> ZoneInfo:
    """The company's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def local_date(moment: datetime) -> date:
    """The company's date at this moment."""
    return moment.astimezone(zone()).date()


def at_hour(day: date, hour: int) -> datetime:
    """This hour of a day."""
    return datetime.combine(day, time(hour), tzinfo=zone())


def start_of_day(day: date) -> datetime:
    """Its first moment."""
    return at_hour(day, 0)


def day_bounds(first: date, last: date | None = None) -> tuple[datetime, datetime]:
    """The first moment of a day (or of the first of several) and the first after it (or after the last)."""
    return start_of_day(first), start_of_day((last or first) + timedelta(days=1))


def days_between(earlier: datetime, later: datetime) -> int:
    """Calendar days from one moment to another."""
    return (local_date(later) - local_date(earlier)).days


def day(moment: datetime | None) -> str:
    """2026-03-02; empty for None."""
    return moment.astimezone(zone()).strftime("%Y-%m-%d") if moment else ""


def minute(moment: datetime | None) -> str:
    """2026-03-02 10:00; empty for None."""
    return moment.astimezone(zone()).strftime("%Y-%m-%d %H:%M") if moment else ""


def hour_text(moment: datetime) -> str:
    """10:00."""
    return moment.astimezone(zone()).strftime("%H:%M")


def iso(moment: datetime | None) -> str | None:
    """ISO 8601, whole seconds; None stays None."""
    return moment.astimezone(zone()).isoformat(timespec="seconds") if moment else None


def parse(text: str) -> datetime:
    """A moment from ISO 8601; without an offset it is in the company's zone, a bare date is its first minute. ValueError if neither."""
    text = str(text).strip()
    moment = parse_datetime(text.replace("Z", "+00:00"))
    if moment is None:
        day = parse_date(text)
        if day is None:
            raise ValueError(f"{text!r} is no time: write it like 2026-03-01T10:00")
        moment = datetime(day.year, day.month, day.day)
    return timezone.make_aware(moment, zone()) if timezone.is_naive(moment) else moment


def days(n: int) -> str:
    """“1 day”, “3 days”."""
    return _days(n, get_language())


@lru_cache(maxsize=2048)
def _days(n: int, language: str) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": number_format(n, force_grouping=True)}


def since(moment: datetime, at: datetime) -> str:
    """How long something has lasted: “since today”, “1 day”, “40 days”."""
    n = days_between(moment, at)
    return days(n) if n > 0 else _("since today")
