"""How deals went through the stages: each time a deal entered one, and how that ended within the period (row Na12)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from statistics import median
from typing import NamedTuple

MOVED, BACK, LOST, THERE = OUTCOMES = ("moved", "back", "lost", "there")
_CLOSED = {"won": MOVED, "lost": LOST}


class Step(NamedTuple):
    """What one record says of a deal: stage `old` to `new` where it moved, `was` to `status` where that changed.

    `pipeline` and `standing`: where the deal stands today; an opened deal entered the stage that its next move leaves.
    """

    deal: int
    at: datetime
    old: int | None
    new: int | None
    was: str | None
    status: str | None
    pipeline: int
    standing: int


@dataclass(slots=True)
class Visit:
    """One time in a stage. `left`: when it ended, None where it had not by the end of the period."""

    deal: int
    pipeline: int
    number: int
    entered: datetime
    left: datetime | None = None
    outcome: str = THERE

    @property
    def days(self) -> float | None:
        """How long it took, once it ended."""
        return None if self.left is None else (self.left - self.entered).total_seconds() / 86_400


def visits(steps: Iterable[Step], begin: datetime, end: datetime) -> list[Visit]:
    """Every visit that began in [begin, end), as it stood at `end`; `steps` by deal, then in their order, also those after `end`."""
    return [
        visit
        for _deal, some in groupby(steps, attrgetter("deal"))
        for visit in _of_deal([step for step in some if step.at >= begin], end)
    ]


def _of_deal(steps: list[Step], end: datetime) -> Iterator[Visit]:
    here: Visit | None = None
    for n, step in enumerate(steps):
        if step.at >= end:
            break
        moved = step.new is not None and step.new != step.old
        outcome = _CLOSED.get(step.status or "", "")
        if here is not None and (moved or outcome):
            here.left = step.at
            here.outcome = outcome or (MOVED if (step.new or 0) > here.number else BACK)
            yield here
            here = None
        if moved or (step.status == "open" and here is None):
            here = Visit(step.deal, step.pipeline, _entered(steps, n), step.at)
        if outcome and here is not None and not moved:
            here = None
    if here is not None:
        yield here


def _entered(steps: list[Step], n: int) -> int:
    """The stage that this step leads to: the one it names, else the one that the next move leaves."""
    if steps[n].new is not None:
        return steps[n].new or 0
    return next((step.old for step in steps[n + 1 :] if step.old is not None), steps[n].standing)


@dataclass(frozen=True)
class StageFigures:
    """Of one stage: how often it was entered, how these visits ended, the median of their days."""

    entered: int = 0
    moved: int = 0
    back: int = 0
    lost: int = 0
    there: int = 0
    median: float | None = None


def figures(found: Iterable[Visit]) -> dict[tuple[int, int], StageFigures]:
    """{(pipeline, stage number): its figures}."""
    by_stage: defaultdict[tuple[int, int], list[Visit]] = defaultdict(list)
    for visit in found:
        by_stage[visit.pipeline, visit.number].append(visit)
    return {key: _figures(some) for key, some in by_stage.items()}


def _figures(some: list[Visit]) -> StageFigures:
    ended = [days for visit in some if (days := visit.days) is not None]
    outcomes = [visit.outcome for visit in some]
    counts = {name: outcomes.count(name) for name in OUTCOMES}
    return StageFigures(entered=len(some), median=median(ended) if ended else None, **counts)
