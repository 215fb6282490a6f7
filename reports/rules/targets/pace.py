"""How far a target is reached, against the working days that are gone (row Nf1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal

from crm_project.lib.calendar import is_working_day
from reports.rules.periods import Period

from .tiers import Tiers

COMING, OPEN, OVER = "coming", "open", "over"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Days:
    """The working days of a period: `gone` lie before today, `left` are today and those to come."""

    total: int
    gone: int

    @property
    def left(self) -> int:
        """Today included, while it is a working day."""
        return self.total - self.gone


def working_days(period: Period, today: date, overrides: Mapping[date, bool]) -> Days:
    """How many working days the period has, and how many lie before today; `overrides`: the company's exceptions."""
    total = gone = 0
    day = period.first
    while day <= period.last:
        if is_working_day(day, overrides):
            total += 1
            gone += day < today
        day += timedelta(days=1)
    return Days(total, gone)


def stage_of(period: Period, today: date) -> str:
    """COMING before its first day, OVER after its last, OPEN between."""
    return COMING if today < period.first else OVER if today > period.last else OPEN


@dataclass(frozen=True)
class Progress:
    """What is reached of a target today, in figures."""

    tiers: Tiers
    reached: Decimal
    days: Days
    stage: str

    @property
    def expected(self) -> Decimal:
        """What an even pace would have brought by now: the target's part for the working days that are gone."""
        if self.stage == OVER or not self.days.total:
            return self.tiers.target if self.stage != COMING else ZERO
        return self.tiers.target * self.days.gone / self.days.total

    @property
    def missing(self) -> Decimal:
        """What is still to be reached; never below 0."""
        return max(self.tiers.target - self.reached, ZERO)

    def per_day(self, step: Decimal) -> Decimal | None:
        """What each remaining working day must bring, rounded up to `step`; None where nothing is missing or no day is left."""
        if not self.missing or self.stage == OVER or not self.days.left:
            return None
        return (self.missing / self.days.left / step).quantize(Decimal(1), ROUND_UP) * step

    @property
    def percent(self) -> int | None:
        """How much of the target is reached, rounded down: 100 means reached. None for a target of 0."""
        return int(self.reached * 100 / self.tiers.target) if self.tiers.target else None

    @property
    def pace_percent(self) -> int:
        """Where an even pace would stand today, in percent of the target."""
        if self.stage == COMING or not self.days.total:
            return 0
        return 100 if self.stage == OVER else self.days.gone * 100 // self.days.total

    @property
    def tier(self) -> str:
        """The highest tier that is reached; empty below all, and before the period begins."""
        return "" if self.stage == COMING else self.tiers.met(self.reached)

    @property
    def state(self) -> str:
        """coming, stretch, reached, missed (over and not reached), floor (over, only the floor), behind or on_pace."""
        if self.stage == COMING:
            return COMING
        if self.tier in ("stretch", "target"):
            return "stretch" if self.tier == "stretch" else "reached"
        if self.stage == OVER:
            return "floor" if self.tier == "floor" else "missed"
        return "behind" if self.reached < self.expected else "on_pace"
