"""How long somebody has, in working hours: by the hours of the service targets, and the company's own calendar (row Nf9)."""

from dataclasses import replace
from datetime import datetime, timedelta

from crm_project.accounts.domain.working_days import overrides
from service.domain.targets.versions import targets_at
from service.rules.hours import Hours

# Reminded once so much of the time has passed.
REMINDED = 2 / 3


def working_hours(at: datetime) -> Hours:
    """When the company works; a day of its own calendar wins."""
    hours, own = targets_at(at).hours, overrides()
    on = {day for day, works in own.items() if works}
    off = set(own) - on
    return replace(
        hours,
        country=hours.country or "CN",
        days_on=(set(hours.days_on) | on) - off,
        days_off=(set(hours.days_off) | off) - on,
    )


def due_times(at: datetime, hours: int) -> tuple[datetime, datetime]:
    """(by when, when it is reminded of) so many working hours from a moment; by the plain clock where nobody works that long."""
    given, works = timedelta(hours=hours), working_hours(at)
    due = works.after(at, given) or at + given
    return due, works.after(at, given * REMINDED) or due
