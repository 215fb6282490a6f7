"""How long each step of a remedial plan may take, and how one stands at a moment: in working days of the calendar of service (row M16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm_project.lib.json_values import Json

from .clock import LATE, NONE, REMIND, next_of
from .hours import Hours
from .remedial_steps import OPEN

LONGEST = 60


class DaysError(ValueError):
    """Steps whose days cannot be meant."""

    def __init__(self, steps: list[str]) -> None:
        super().__init__(", ".join(steps))
        self.steps = steps


@dataclass(frozen=True)
class Reading:
    """One countdown: from when, due, from when one is reminded; None where nobody works that long."""

    since: datetime
    due: datetime | None
    remind_from: datetime | None

    def outcome(self, at: datetime) -> str:
        """none, remind or late at a moment."""
        if self.due is not None and at >= self.due:
            return LATE
        return REMIND if self.remind_from is not None and at >= self.remind_from else NONE

    def next_at(self, at: datetime) -> datetime | None:
        """When this changes by itself after `at`: the stored time that nominates."""
        return next_of((self.remind_from, self.due), at)


def read(body: Json) -> dict[str, int]:
    """{step: working days} of a body as stored; DaysError names the steps whose days cannot be meant."""
    given = body if isinstance(body, Mapping) else {}
    found = {step: value for step, value in given.items() if isinstance(value, int) and not isinstance(value, bool)}
    wrong = [step for step in OPEN if not 1 <= found.get(step, 0) <= LONGEST]
    if wrong:
        raise DaysError(wrong)
    return {step: found[step] for step in OPEN}


def step_reading(since: datetime, days: int, hours: Hours, share: float) -> Reading:
    """A step that began at `since` and may take so many working days: until the end of work on the last of them."""
    return _reading(since, hours.end_after(since, days), hours, share)


def task_reading(since: datetime, due_on: date, hours: Hours, share: float) -> Reading:
    """A task handed over at `since`, due at the end of work on a day."""
    return _reading(since, hours.end_of(due_on), hours, share)


def _reading(since: datetime, due: datetime | None, hours: Hours, share: float) -> Reading:
    if due is None:
        return Reading(since, None, None)
    worked = hours.worked(since, due)
    remind = hours.after(since, share * worked) if worked > timedelta(0) else None
    return Reading(since, due, remind)
