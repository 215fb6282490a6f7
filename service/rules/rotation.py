"""Whose turn it is among people of service, and why: the fewest first, among equals who was given something longest ago (row Ne9)."""

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
    if not loads:
        return None
    fewest = min(load.open for load in loads)
    alike = [load for load in loads if load.open == fewest]
    first = min(alike, key=lambda load: (load.last is not None, load.last.timestamp() if load.last else 0.0))
    return Turn(first.person, first.open, len(alike) - 1, first.last, tuple(absent))
