"""Times as others read them."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime


def iso(moment):
    """ISO 8601 in the company's time zone, whole seconds; None stays None."""
    return moment.astimezone(timezone.get_default_timezone()).isoformat(timespec="seconds") if moment else None


def parse(text):
    """A moment from ISO 8601; without an offset it is in the company's zone, a bare date is its first minute. ValueError if neither."""
    text = str(text).strip()
    moment = parse_datetime(text.replace("Z", "+00:00"))
    if moment is None:
        day = parse_date(text)
        if day is None:
            raise ValueError(f"{text!r} is no time: write it like 2026-03-01T10:00")
        moment = timezone.datetime(day.year, day.month, day.day)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def at_hour(day: date, hour: int) -> datetime:
    """This hour of a day, in the company's time zone."""
    return timezone.make_aware(datetime.combine(day, time(hour)), timezone.get_default_timezone())
