"""Until when something is in warranty, and which kind of repair follows from it (row Ni21)."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

IN, OUT = "repair_in_warranty", "repair_out_of_warranty"


@dataclass(frozen=True)
class Warranty:
    """One product of a contract: from when on its warranty runs, and its last day; None where the product has none."""

    line: int
    product: str
    contract: str
    start: date
    until: date | None

    def covers(self, day: date) -> bool:
        return self.until is not None and day <= self.until


def last_day(start: date, months: int | None) -> date | None:
    """The same day of a later month, or the last of a shorter one; None without a warranty."""
    if not months:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def kind_of_repair(warranties: Iterable[Warranty], day: date) -> str:
    """In warranty where any of them covers the day; empty where nothing is known of any."""
    known = list(warranties)
    if not known:
        return ""
    return IN if any(one.covers(day) for one in known) else OUT
