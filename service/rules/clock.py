"""What the targets say of one order at one moment: the one function behind countdown, reminder, list, forecast and why (Ni21)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import steps
from .hours import Span
from .targets import Targets

NONE, REMIND, LATE = "none", "remind", "late"
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class OrderFacts:
    """What an order is judged by; `levels`: every class that its customer is in, `waits` in their order, the last may be open."""

    kind: str
    priority: str
    levels: Sequence[str]
    reported_at: datetime
    accepted_at: datetime | None = None
    started_at: datetime | None = None
    waits: Collection[Span] = ()
    done_at: datetime | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class Reading:
    """One clock: target and used in whole working minutes (minutes begun do not count), when it is due, whether it still runs."""

    target: int
    used: int
    due: datetime | None
    runs: bool
    remind_from: datetime | None = None

    @property
    def late(self) -> bool:
        return self.used >= self.target


@dataclass(frozen=True)
class Standing:
    """Both clocks, None where no target fits or the order is cancelled; working minutes that were stopped; what follows."""

    response: Reading | None
    completion: Reading | None
    paused: int
    outcome: str

    def next_at(self, at: datetime) -> datetime | None:
        """When this changes by itself after `at`: a reminder or a due time; the stored time that nominates."""
        running = [reading for reading in (self.response, self.completion) if reading and reading.runs]
        return next_of([moment for reading in running for moment in (reading.remind_from, reading.due)], at)


def next_of(moments: Collection[datetime | None], at: datetime) -> datetime | None:
    """The first of these after `at`."""
    return min((moment for moment in moments if moment and moment > at), default=None)


def judge(facts: OrderFacts, targets: Targets, at: datetime) -> Standing:
    """How an order stands at a moment under these targets."""
    target = targets.of(facts.kind, facts.priority, facts.levels)
    hours, start = targets.hours, facts.reported_at
    stopped_until = min(facts.done_at or at, at)
    paused = hours.paused(start, stopped_until, facts.waits) // _MINUTE
    # What was cancelled is late for nobody.
    if target is None or (facts.cancelled_at and facts.cancelled_at <= at):
        return Standing(None, None, paused, NONE)
    response = _reading(targets, target.response, start, facts.accepted_at, (), at)
    completion = _reading(targets, target.completion, start, facts.done_at, facts.waits, at)
    readings = (response, completion)
    if any(reading.runs and reading.late for reading in readings):
        outcome = LATE
    elif any(reading.runs and reading.used >= targets.remind_at * reading.target for reading in readings):
        outcome = REMIND
    else:
        outcome = NONE
    return Standing(response, completion, paused, outcome)


def status_at(facts: OrderFacts, at: datetime) -> str:
    """Where an order that is not closed stood at a moment, by its times alone."""
    if facts.done_at and facts.done_at <= at:
        return steps.DONE
    if any(since <= at and (until is None or until > at) for since, until in facts.waits):
        return steps.WAITING
    if facts.started_at and facts.started_at <= at:
        return steps.UNDER_WAY
    return steps.ACCEPTED if facts.accepted_at and facts.accepted_at <= at else steps.RECORDED


def _reading(
    targets: Targets, target: int, start: datetime, ended_at: datetime | None, waits: Collection[Span], at: datetime
) -> Reading:
    hours, ended = targets.hours, ended_at is not None and ended_at <= at
    until = at if ended_at is None else min(ended_at, at)
    used = hours.worked(start, until, waits) // _MINUTE
    waiting = any(begins <= at and (ends is None or ends > at) for begins, ends in waits)
    known = [(begins, ends if ends is None or ends <= at else None) for begins, ends in waits if begins <= at]
    due = None if waiting and not ended else hours.after(start, target * _MINUTE, known)
    remind = None if waiting and not ended else hours.after(start, targets.remind_at * target * _MINUTE, known)
    return Reading(target, used, due, not ended, remind)
