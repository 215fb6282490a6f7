"""What the times of an outing must be, and how exactly a position is kept (row Nf9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

BACKWARDS, FUTURE, LONG, OLD = "backwards", "future", "long", "old"
# An outing is of one day; a trip takes more.
LONGEST = timedelta(hours=18)
# So far back one may still enter or correct.
OLDEST = timedelta(days=31)
# Times are typed to the minute.
SLACK = timedelta(minutes=1)
# Three decimals of a degree are about 100 metres.
GRID = Decimal("0.001")


@dataclass(frozen=True)
class Span:
    """From going out to coming back; `key` names the outing."""

    key: int
    left_at: datetime
    back_at: datetime


def problem(left_at: datetime, back_at: datetime, at: datetime) -> str:
    """What is wrong with these times at this moment, or ""."""
    if back_at < left_at:
        return BACKWARDS
    if back_at > at + SLACK:
        return FUTURE
    if back_at - left_at > LONGEST:
        return LONG
    if left_at < at - OLDEST:
        return OLD
    return ""


def overlapping(left_at: datetime, back_at: datetime, others: Iterable[Span]) -> Span | None:
    """The first of the others that takes place at the same time: nobody is at two customers at once. Touching ends do not count."""
    return next((one for one in others if one.left_at < back_at and left_at < one.back_at), None)


def rounded(degrees: Decimal) -> Decimal:
    """A latitude or longitude to about 100 metres: what is more exact is never kept."""
    return degrees.quantize(GRID, ROUND_HALF_UP)


def is_position(latitude: Decimal, longitude: Decimal) -> bool:
    """Whether these degrees are a place on earth."""
    return abs(latitude) <= 90 and abs(longitude) <= 180
