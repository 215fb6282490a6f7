"""The order of a leaderboard: who did more stands higher, equals share a place (row Nf1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Place:
    """One person's place; `shared`: somebody else has the same."""

    rank: int
    person: int
    value: Decimal | int
    shared: bool


def places(values: Sequence[tuple[int, Decimal | int]]) -> list[Place]:
    """1, 2, 2, 4: those with the same value share a place, in the order in which they were handed in; the next place is left out."""
    ordered = sorted(values, key=lambda pair: -pair[1])
    counts: dict[Decimal | int, int] = {}
    for _person, value in ordered:
        counts[value] = counts.get(value, 0) + 1
    out: list[Place] = []
    for n, (person, value) in enumerate(ordered):
        rank = out[-1].rank if out and out[-1].value == value else n + 1
        out.append(Place(rank, person, value, counts[value] > 1))
    return out
