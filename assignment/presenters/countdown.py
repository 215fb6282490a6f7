"""Deadlines and durations as people read them, in the company's time zone; pure formatting, no queries."""

from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assignment.rules.policy import NEVER
from crm_project.lib.time import days, days_between, hour_text, local_date

SOON_DAYS = 3


@lru_cache(maxsize=2048)
def _days_left(n, language):
    return _("%(days)s left") % {"days": days(n)}


def state(due, at):
    """ok, soon (three days), due (by tomorrow), over, none: the colours of `countdown`."""
    if due is None or due >= NEVER:
        return "none"
    if due <= at:
        return "over"
    n = days_between(at, due)
    return "due" if n <= 1 else "soon" if n <= SOON_DAYS else "ok"


def left(due, at):
    """The time left in words: “12 days left”, “tomorrow 10:00”, “overdue by 2 days”, “no deadline”."""
    if due is None or due >= NEVER:
        return _("no deadline")
    n = days_between(at, due)
    if n > 1 and due > at:
        return _days_left(n, get_language())
    clock = hour_text(due)
    if due <= at:
        return _("due since %(time)s") % {"time": clock} if n == 0 else _("overdue by %(days)s") % {"days": days(-n)}
    if n == 0:
        return _("today %(time)s") % {"time": clock}
    return _("tomorrow %(time)s") % {"time": clock}


def coming(first_day, due, at):
    """The deadline by an approved change that does not hold yet: “from 30 November by the new rule: 5 December”; else empty."""
    if first_day is None or due is None or first_day <= local_date(at):
        return ""
    values = {"first": _date(first_day), "due": _date(local_date(due))}
    if due >= NEVER:
        return _("from %(first)s by the new rule: no deadline") % values
    return _("from %(first)s by the new rule: %(due)s") % values


def coming_facts(row, at):
    """[(label, text)] of `coming` for a list of facts; nothing where no approved change moves this ownership's deadline."""
    text = coming(row.coming_from, row.coming_at, at)
    return [(_("Change of the rules"), text)] if text else []


def _date(value):
    return _dates(value, get_language())


@lru_cache(maxsize=2048)
def _dates(value, language):
    return date_format(value, "MONTH_DAY_FORMAT")


def share(start, due, at):
    """Per cent of the time used up, for the ring; None without a deadline."""
    if due is None or due >= NEVER or due <= start:
        return None
    return max(0, min(100, round((at - start) / (due - start) * 100)))
