"""How sure a sample makes: the exact interval for a finite number of rows, and how many rows a wanted certainty takes (row Ni15)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma

# What lies outside the interval on each side: together 5 %.
_SIDE = 0.025


@dataclass(frozen=True)
class Interval:
    """Between which numbers of rows, of all, the truth lies with 95 % certainty; both ends belong to it."""

    low: int
    high: int
    rows: int

    @property
    def share(self) -> tuple[float, float]:
        """The same as percentages of all rows."""
        return (100 * self.low / self.rows, 100 * self.high / self.rows) if self.rows else (0.0, 0.0)

    @property
    def error(self) -> float:
        """Half its width in percentage points."""
        low, high = self.share
        return (high - low) / 2


@lru_cache(maxsize=4096)
def interval(rows: int, size: int, untrue: int) -> Interval:
    """Where `untrue` of `size` drawn rows were untrue: how many of all `rows` may be, by the hypergeometric distribution."""
    if not size:
        return Interval(0, rows, rows)
    lowest, highest = untrue, rows - (size - untrue)
    # The fewest for which so many found are not too unlikely, and the most for which so few are.
    low = _first(lowest, highest, lambda all_: _at_least(rows, all_, size, untrue) > _SIDE)
    high = _first(lowest, highest, lambda all_: _at_most(rows, all_, size, untrue) <= _SIDE) - 1
    return Interval(low, max(low, high), rows)


def worst_error(rows: int, size: int) -> float:
    """The most by which the share found can be off, in percentage points: where half of the rows are untrue."""
    return interval(rows, size, size // 2).error


@lru_cache(maxsize=256)
def size_for(rows: int, points: float) -> int:
    """The fewest rows that leave an error of at most so many percentage points, whatever is found."""
    few, many = 1, max(rows, 1)
    while few < many:
        middle = (few + many) // 2
        if worst_error(rows, middle) <= points:
            many = middle
        else:
            few = middle + 1
    return few


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number in low…high for which it holds, high + 1 where it holds for none; once it holds it goes on to."""
    high += 1
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _at_most(rows: int, all_: int, size: int, untrue: int) -> float:
    """How likely a sample holds at most so many of `all_`; exact where it is unlikely, more than a half otherwise."""
    return _tail(rows, all_, size, untrue)


def _at_least(rows: int, all_: int, size: int, untrue: int) -> float:
    """How likely it holds at least so many: as likely as that it holds at most the rest of the true ones."""
    return _tail(rows, rows - all_, size, size - untrue)


def _tail(rows: int, all_: int, size: int, most: int) -> float:
    lowest, one = max(0, size + all_ - rows), min(most, size, all_)
    if one < lowest:
        return 0.0
    term = _exactly(rows, all_, size, one)
    total = term
    while one > lowest and total < 0.5 and term > total * 1e-12:
        term *= one * (rows - all_ - size + one) / ((all_ - one + 1) * (size - one + 1))
        one -= 1
        total += term
    return total


def _exactly(rows: int, all_: int, size: int, one: int) -> float:
    return exp(_ways(all_, one) + _ways(rows - all_, size - one) - _ways(rows, size))


def _ways(many: int, some: int) -> float:
    return lgamma(many + 1) - lgamma(some + 1) - lgamma(many - some + 1)
