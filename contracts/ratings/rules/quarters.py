"""Quarters of the calendar year, as the commands name them: 2026Q3."""

import re
from dataclasses import dataclass
from datetime import date

_NAMED = re.compile(r"^(\d{4})\s*Q([1-4])$")


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter; quarters compare and sort by time."""

    year: int
    n: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """ "2026Q3"; ValueError where it is none."""
        found = _NAMED.match(str(text).strip().upper())
        if not found or not 2000 <= int(found[1]) <= 2199:
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter in which a date lies."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.n - 2, 1)

    @property
    def after(self) -> date:
        """The first day that does not belong to it any more."""
        return self.next().first

    def next(self) -> "Quarter":
        return Quarter(self.year + self.n // 4, self.n % 4 + 1)

    def previous(self) -> "Quarter":
        return Quarter(self.year - (self.n == 1), (self.n - 2) % 4 + 1)

    def months(self, count: int = 12) -> list[date]:
        """The first days of the `count` months that end with this quarter, and the day after the last: count + 1 dates."""
        last = self.year * 12 + 3 * self.n
        return [date(m // 12, m % 12 + 1, 1) for m in range(last - count, last + 1)]

    def __str__(self) -> str:
        return f"{self.year}Q{self.n}"
