"""What the rules of contradictions are told: visits, stays out, expenses, and the numbers of a version (row Nf9)."""

from dataclasses import dataclass
from datetime import date, datetime

VISIT, OUTING, EXPENSE, PLACES, BURST = "visit", "outing", "expense", "places", "burst"
# In the order in which pages list them.
KINDS = (VISIT, OUTING, EXPENSE, PLACES, BURST)


@dataclass(frozen=True)
class Numbers:
    """Which rules hold, and how strict they are.

    `minutes_around` an outing a visit still counts as its own; `followup_days` to write the follow-up of an outing; an expense may be
    `expense_days` off; two places are `minutes_between` apart; of a burst `burst_visits` older than `burst_age` days are entered on
    one of the last `burst_days` of a month.
    """

    visit: bool = False
    outing: bool = False
    expense: bool = False
    places: bool = False
    burst: bool = False
    minutes_around: int = 60
    followup_days: int = 1
    expense_days: int = 0
    minutes_between: int = 20
    burst_visits: int = 5
    burst_days: int = 3
    burst_age: int = 3

    def holds(self, kind: str) -> bool:
        """Whether the rule of this kind holds."""
        return bool(getattr(self, kind))


@dataclass(frozen=True)
class Visit:
    """A visit as somebody recorded it; `key` names the follow-up."""

    key: int
    customer: int
    at: datetime
    entered_at: datetime


@dataclass(frozen=True)
class Stay:
    """Somebody out at customers; `key` names the outing."""

    key: int
    customers: frozenset[int]
    left_at: datetime
    back_at: datetime | None


@dataclass(frozen=True)
class Spent:
    """An expense of a visit; `key` names it."""

    key: int
    customer: int
    day: date
