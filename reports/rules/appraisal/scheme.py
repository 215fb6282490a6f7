"""What a month's score is made of: points for what was done, deductions, and when it is zero (rows Nf16, Ni16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# What can be reached in all.
FULL = 100
# What makes a scheme wrong.
NOTHING, SUM, TWICE, POINTS, FULL_AT, DEDUCTION = "nothing", "sum", "twice", "points", "full_at", "deduction"
MOST_VALUE = Decimal(10) ** 10


@dataclass(frozen=True)
class Item:
    """Points for a figure or a share: all of them from `full_at` on, below it in proportion."""

    key: str
    points: Decimal
    full_at: Decimal


@dataclass(frozen=True)
class Deduction:
    """So many points off for each, `at_most` in all."""

    key: str
    each: Decimal
    at_most: Decimal


@dataclass(frozen=True)
class Scheme:
    """One version; `zero`: an untrue or incomplete record that was upheld sets the month to zero."""

    items: Sequence[Item]
    deductions: Sequence[Deduction] = ()
    zero: bool = False

    @property
    def points(self) -> Decimal:
        """What can be reached in all."""
        return sum((one.points for one in self.items), Decimal(0))


def problem(scheme: Scheme) -> tuple[str, str]:
    """(what is wrong, the key that it is about), or two empty texts."""
    if not scheme.items:
        return NOTHING, ""
    keys = [*(one.key for one in scheme.items), *(one.key for one in scheme.deductions)]
    twice = next((key for n, key in enumerate(keys) if key in keys[:n]), "")
    if twice:
        return TWICE, twice
    for item in scheme.items:
        if not 0 < item.points <= FULL:
            return POINTS, item.key
        if not 0 < item.full_at < MOST_VALUE:
            return FULL_AT, item.key
    for one in scheme.deductions:
        if not 0 < one.each <= one.at_most <= FULL:
            return DEDUCTION, one.key
    return (SUM, "") if scheme.points != FULL else ("", "")
