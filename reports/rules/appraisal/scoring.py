"""The score of a month from what was measured: the same for the running month, the closed one and a forecast (rows Nf16, Ni16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .scheme import Scheme

TENTH = Decimal("0.1")
NONE = Decimal(0)
# None: nothing was there to measure, such as customers of a class that asks for a rhythm.
Measured = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Line:
    """One line of a score; `value` None: nothing to measure, all points are given. Deductions have negative `points`."""

    key: str
    value: Decimal | None
    points: Decimal
    # The points that can be reached, or for a deduction lost.
    at_most: Decimal
    # From where on all points are given; for a deduction, the points off for each.
    measure: Decimal
    deducts: bool = False


@dataclass(frozen=True)
class Result:
    """The lines and their sum, never below zero; `untrue`: so many upheld records set it to zero."""

    lines: Sequence[Line]
    untrue: int = 0

    @property
    def earned(self) -> Decimal:
        """The sum of the lines, whatever was untrue."""
        return max(sum((one.points for one in self.lines), NONE), NONE)

    @property
    def total(self) -> Decimal:
        """What counts."""
        return NONE if self.untrue else self.earned


def result(scheme: Scheme, measured: Measured, untrue: int) -> Result:
    """The score of one person; `measured`: value by key, what is not named is 0."""
    lines = []
    for item in scheme.items:
        value = measured.get(item.key, NONE)
        part = Decimal(1) if value is None else min(max(value, NONE) / item.full_at, Decimal(1))
        lines.append(Line(item.key, value, _tenth(item.points * part), item.points, item.full_at))
    for off in scheme.deductions:
        value = measured.get(off.key, NONE) or NONE
        lost = _tenth(min(value * off.each, off.at_most))
        lines.append(Line(off.key, value, -lost, off.at_most, off.each, deducts=True))
    return Result(lines, untrue if scheme.zero else 0)


def _tenth(points: Decimal) -> Decimal:
    return points.quantize(TENTH, ROUND_HALF_UP)
