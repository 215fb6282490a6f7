"""What a plan of a trip must be: its days in order, near enough, and not on another trip of the same person (row Ni2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BACKWARDS, PAST, LONG, FAR = "backwards", "past", "long", "far"
LONGEST_DAYS, AHEAD_DAYS = 60, 366


@dataclass(frozen=True)
class Days:
    """From the first day of a trip to the last, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether one is on the way on this day."""
        return self.first <= day <= self.last

    def meets(self, other: "Days") -> bool:
        """Whether one would be on both trips on some day."""
        return self.first <= other.last and other.first <= self.last


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


def first_meeting(days: Days, others: Iterable[Days]) -> Days | None:
    """The first of the other trips that takes place at the same time."""
    return next((other for other in others if days.meets(other)), None)
