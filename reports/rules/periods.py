"""Months, quarters, half-years, years, and which lie in which: what targets are set for, and longer reports are of (rows Nf1, Ni1)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTH, QUARTER, HALF, YEAR = SPANS = ("month", "quarter", "half", "year")
MONTHS = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}
# What is further away was mistyped.
EARLIEST, LATEST = 2000, 2099
_KEY = re.compile(r"(\d{4})(?:-(\d{2})|Q([1-4])|H([12]))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """One of them; `first` is its first day. Ordered by that day."""

    first: date
    span: str

    @property
    def last(self) -> date:
        """Its last day."""
        return self.shifted(1).first - timedelta(days=1)

    @property
    def number(self) -> int:
        """Which of its year it is: 11 for November, 4 for the last quarter."""
        return (self.first.month - 1) // MONTHS[self.span] + 1

    @property
    def key(self) -> str:
        """2026-11, 2026Q4, 2026H2, 2026: as files and addresses write it."""
        number = self.number
        text = {MONTH: f"-{number:02d}", QUARTER: f"Q{number}", HALF: f"H{number}", YEAR: ""}[self.span]
        return f"{self.first.year}{text}"

    def shifted(self, n: int) -> "Period":
        """The period of the same length that many later, or earlier."""
        months = self.first.year * 12 + self.first.month - 1 + n * MONTHS[self.span]
        return Period(date(months // 12, months % 12 + 1, 1), self.span)

    def within(self, span: str) -> list["Period"]:
        """The periods of a shorter span that make it up, in their order; none of a span that is not shorter."""
        number = MONTHS[self.span] // MONTHS[span]
        if number < 2:
            return []
        first = Period(self.first, span)
        return [first.shifted(n) for n in range(number)]

    def around(self, span: str) -> "Period":
        """The period of this span in which it begins."""
        return period_of(span, self.first)

    def tree(self) -> list[tuple[int, "Period"]]:
        """It and everything in it, each before its parts, with the depth: a year, its half-years, their quarters, their months."""
        shorter = SPANS[: SPANS.index(self.span)]
        below = self.within(shorter[-1]) if shorter else []
        return [(0, self), *((depth + 1, one) for part in below for depth, one in part.tree())]


def period_of(span: str, day: date) -> Period:
    """The period of this span that the day lies in."""
    step = MONTHS[span]
    return Period(date(day.year, (day.month - 1) // step * step + 1, 1), span)


def month_of(day: date) -> Period:
    """The month of this day."""
    return period_of(MONTH, day)


def period_from(text: str) -> Period:
    """The period that such a key names. ValueError for anything else, and for a year that nobody plans."""
    found = _KEY.fullmatch(text.strip().upper().replace(" ", ""))
    if found is None or not EARLIEST <= int(found[1]) <= LATEST:
        raise ValueError(text)
    year, month, quarter, half = int(found[1]), found[2], found[3], found[4]
    if month:
        return Period(date(year, int(month), 1), MONTH)
    if quarter:
        return Period(date(year, int(quarter) * 3 - 2, 1), QUARTER)
    return Period(date(year, int(half) * 6 - 5, 1), HALF) if half else Period(date(year, 1, 1), YEAR)
