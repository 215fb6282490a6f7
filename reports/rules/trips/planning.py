"""What the days of a trip must be: in order and near enough (row Ni2)."""

from dataclasses import dataclass
from datetime import date

BACKWARDS, PAST, LONG, FAR = "backwards", "past", "long", "far"
LONGEST_DAYS, AHEAD_DAYS = 60, 366


@dataclass(frozen=True)
class Days:
    """From the first day of a trip to the last, both included."""

    first: date
    last: date


def problem(days: Days, today: date, before: Days | None = None) -> str:
    """What is wrong with the days, or "". `before`: those of a plan that is changed; what has begun may keep its first day."""
    if days.last < days.first:
        return BACKWARDS
    if days.first < today and (before is None or days.first != before.first):
        return PAST
    if (days.last - days.first).days >= LONGEST_DAYS:
        return LONG
    if (days.first - today).days > AHEAD_DAYS:
        return FAR
    return ""
