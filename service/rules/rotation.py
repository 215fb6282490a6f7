"""Whose turn it is among people of service, and why: the fewest first, among equals who was given something longest ago (row Ne9)."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Load:
    """What one person has: the number of what is open, and when they were last given something (None: never)."""

    person: int
    open: int
    last: datetime | None = None


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: how much they have open, and how many others have as few; `absent` names who was left out."""

    person: int
    open: int
    alike: int
    last: datetime | None = None
    absent: tuple[str, ...] = ()


def whose_turn(loads: Sequence[Load], absent: Sequence[str] = ()) -> Turn | None:
    """The one with the fewest; among equals the one who was never given anything, then the one whose last is the oldest, then the
    first in the order given. None: there is nobody.
    """
    first = min(loads, key=_order, default=None)
    if first is None:
        return None
    alike = sum(load.open == first.open for load in loads) - 1
    return Turn(first.person, first.open, alike, first.last, tuple(absent))


def turns(loads: Sequence[Load], n: int) -> list[int]:
    """The people whose turn it is for so many things that are given at once: each counts for the next."""
    # In order, so that it is a heap.
    waiting = [(load.open, place, load.person) for place, load in enumerate(sorted(loads, key=_order))]
    out = []
    for later in range(n if waiting else 0):
        held, _place, person = waiting[0]
        out.append(person)
        heapq.heapreplace(waiting, (held + 1, len(loads) + later, person))
    return out


def _order(load: Load) -> tuple[int, bool, float]:
    """The fewest; among equals who was never given anything, then whose last is the oldest."""
    return load.open, load.last is not None, load.last.timestamp() if load.last else 0.0
