"""Until when an exchange may be entered and still count by itself (row Nf13)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from assignment.rules.policy import Policy
from crm_project.accounts.domain.working_days import overrides
from crm_project.lib.calendar import is_working_day, next_working_day
from crm_project.lib.time import local_date, zone


def latest_entry(occurred_at: datetime, late_hours: int, overrides: Mapping[date, bool] | None = None) -> datetime:
    """Until when an exchange may be entered and still count by itself: so many hours, or the end of the next working day
    where that falls on days off (Nf13: Friday's by Monday)."""
    plain = occurred_at + timedelta(hours=late_hours)
    day = local_date(occurred_at)
    if is_working_day(day, overrides) and is_working_day(day + timedelta(days=1), overrides):
        return plain
    return max(plain, datetime.combine(next_working_day(day, overrides) + timedelta(days=1), time(0), zone()))


def is_late(policy: Policy | None, occurred_at: datetime, recorded_at: datetime) -> bool:
    """Whether an entry comes later than the department's standard allows."""
    hours = policy.standard.late_hours if policy else None
    if hours is None or recorded_at <= occurred_at + timedelta(hours=hours):
        return False
    return recorded_at > latest_entry(occurred_at, hours, overrides())
