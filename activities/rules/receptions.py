"""Which level a customer is received by, what it allows, and when a reception is reminded of (row M11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

LOWER, REASON = "lower", "level_reason"
DAY = timedelta(days=1)
# A reception that takes longer is several.
LONGEST = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """A level among those that are offered, the highest first. `important`: important customers get it by themselves."""

    key: int
    important: bool


def own_level(offered: Sequence[Standing], important: bool) -> int | None:
    """The key of the level that a customer gets by itself: the one for important customers (else the highest), or the lowest."""
    if not offered:
        return None
    if not important:
        return offered[-1].key
    return next((level.key for level in offered if level.important), offered[0].key)


def level_problem(offered: Sequence[Standing], chosen: int, important: bool, reason: str) -> str:
    """LOWER where an important customer would get less than its level, REASON where a customer would get more without one, or ""."""
    own = own_level(offered, important)
    keys = [level.key for level in offered]
    if own is None or chosen not in keys or chosen == own:
        return ""
    if keys.index(chosen) > keys.index(own):
        return LOWER
    return "" if reason.strip() else REASON


def most(limit: Decimal | None, guests: int) -> Decimal | None:
    """What may be spent on so many guests; None: as much as is needed."""
    return None if limit is None else limit * max(guests, 1)


def exceeds(value: Decimal | None, limit: Decimal | None, guests: int) -> bool:
    """Whether this is more than may be spent on so many guests."""
    allowed = most(limit, guests)
    return allowed is not None and value is not None and value > allowed


def first_reminder(begins: datetime, chase: datetime, at: datetime) -> datetime:
    """The day before it begins; where that is over, when it is asked for its record."""
    before = begins - DAY
    return before if before > at else chase


def times_problem(begins: datetime, ends: datetime, at: datetime) -> str:
    """What is wrong with the times of a plan: "past", "backwards", "long" or ""."""
    if begins <= at:
        return "past"
    if ends <= begins:
        return "backwards"
    return "long" if ends - begins > LONGEST else ""
