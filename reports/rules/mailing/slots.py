"""When a mailing goes out next: daily, on a weekday, or on a day of the month, at an hour; and which days it is about (row Nh3)."""

from dataclasses import dataclass
from datetime import date, timedelta

DAILY, WEEKLY, MONTHLY = RHYTHMS = ("daily", "weekly", "monthly")
LAST_WEEK, LAST_MONTH, LAST_QUARTER, LAST_YEAR = PERIODS = ("week", "month", "quarter", "year")
# Every month has it.
LAST_DAY = 28


@dataclass(frozen=True)
class Rhythm:
    """`weekday`: 0 is Monday; `day`: of the month; `hour`: of the company's day."""

    kind: str
    weekday: int = 0
    day: int = 1
    hour: int = 8

    def falls_on(self, day: date) -> bool:
        """Whether it goes out on this day."""
        if self.kind == WEEKLY:
            return day.weekday() == self.weekday
        return self.kind == DAILY or day.day == self.day

    def next_day(self, after: date) -> date:
        """The first such day that is not before this one."""
        day = after
        while not self.falls_on(day):
            day += timedelta(days=1)
        return day


def days_of(period: str, today: date) -> tuple[date, date]:
    """The days that it is about, all of them over: the last seven, the last month or quarter of the calendar, the last 365."""
    yesterday = today - timedelta(days=1)
    if period == LAST_MONTH:
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    if period == LAST_QUARTER:
        last = date(today.year, (today.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
        return date(last.year, last.month - 2, 1), last
    return today - timedelta(days=7 if period == LAST_WEEK else 365), yesterday


# Minutes until a mail that failed is tried again; after the last it is given up.
AGAIN = (5, 15, 60, 240)


def again_after(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None: no more."""
    return timedelta(minutes=AGAIN[attempts - 1]) if attempts <= len(AGAIN) else None
