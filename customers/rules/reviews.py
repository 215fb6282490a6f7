"""When a customer file is reviewed next: by the days that its class is given, counted from the last review (row M5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# The classes that have a time of their own; VIP comes before the class, `other` is a customer without one.
CLASSES = ("vip", "core", "growth", "ordinary", "other")
# How far ahead a reviewer may set the next date where no rules ask for one.
FARTHEST = 3 * 366


@dataclass(frozen=True)
class Intervals:
    """Days between reviews of each class (0: none), from when on one is reminded, and when the manager is told."""

    vip: int = 0
    core: int = 0
    growth: int = 0
    ordinary: int = 0
    other: int = 0
    remind_days: int = 7
    escalate_days: int = 7

    def of(self, level: str, vip: bool) -> int:
        """Days between two reviews; VIP customers follow their class where VIP has no days."""
        return (vip and self.vip) or (getattr(self, level) if level in CLASSES else self.other)


@dataclass(frozen=True)
class Facts:
    """What the date hangs on: entered on, rules known since, last review, and the date that a person chose (None: none)."""

    level: str
    vip: bool
    entered: date
    known_since: date
    reviewed: date | None = None
    chosen: date | None = None


@dataclass(frozen=True)
class Review:
    """The next review: due on, by whose choice, reminded on, told to the manager on; `days` 0: no rules ask for it."""

    due: date
    remind: date
    escalate: date
    days: int
    begun: date
    by_choice: bool


def next_review(intervals: Intervals, facts: Facts) -> Review | None:
    """When the file is reviewed next; None: not asked for.

    A file that was never reviewed is not overdue on the day that rules are set: its time begins then. A date that a person chose
    comes before that of the rules, never after it.
    """
    days = intervals.of(facts.level, facts.vip)
    begun = facts.reviewed or max(facts.entered, facts.known_since)
    ruled = begun + timedelta(days=days) if days else None
    dates = [day for day in (ruled, facts.chosen) if day is not None]
    if not dates:
        return None
    due = min(dates)
    return Review(
        due=due,
        remind=due - timedelta(days=intervals.remind_days),
        escalate=due + timedelta(days=intervals.escalate_days),
        days=days,
        begun=begun,
        by_choice=due != ruled,
    )


def date_problem(chosen: date, latest: date | None, today: date) -> str:
    """Why this date can't be the next one: "past", "late" (the rules want it earlier), "far"; "" where it can."""
    if chosen <= today:
        return "past"
    if latest is not None:
        return "late" if chosen > latest else ""
    return "far" if chosen > today + timedelta(days=FARTHEST) else ""


def left_open(asked: Iterable[str], confirmed: Iterable[str], corrected: Iterable[str]) -> list[str]:
    """The fields that a review neither confirmed nor corrected, in their order."""
    seen = {*confirmed, *corrected}
    return [name for name in asked if name not in seen]
