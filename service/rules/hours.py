"""Working time: several blocks a day, public holidays, days of one's own; counted in the minutes that really pass (row Ni21)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

# A block of a day: minutes after midnight, from and until.
Block = tuple[int, int]
# A stretch of time; without an end it still runs.
Span = tuple[datetime, datetime | None]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60
# So far ahead a due time is looked for: whoever works less has no due time.
MOST_DAYS = 5 * 366
_UTC = ZoneInfo("UTC")


@cache
def _public(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)


@dataclass(frozen=True)
class Hours:
    """When work is done. `blocks` by weekday (0 is Monday), in local time; `country` "" knows no public holidays.

    A `days_on` day works although it is a holiday or has no hours: then those of Monday hold. `days_off` wins over all.
    """

    blocks: Mapping[int, tuple[Block, ...]]
    zone: ZoneInfo
    country: str = ""
    days_off: Collection[date] = field(default=frozenset())
    days_on: Collection[date] = field(default=frozenset())
    # The days asked for so far: a list judges many orders over the same days.
    _known: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, day: date) -> tuple[Block, ...]:
        """The blocks in which this day is worked; empty on a day off."""
        own = self.blocks.get(day.weekday(), ())
        if day in self.days_off:
            return ()
        if day in self.days_on:
            return own or self.blocks.get(0, ())
        if self.country and day in _public(self.country):
            return ()
        return own

    def spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The same as moments (UTC), in order; a block that the clock change takes away is left out."""
        if (known := self._known.get(day)) is not None:
            return known
        moments = [(self._moment(day, start), self._moment(day, end)) for start, end in self.of(day)]
        spans = self._known[day] = tuple((begins, ends) for begins, ends in moments if begins < ends)
        return spans

    def _moment(self, day: date, minute: int) -> datetime:
        if minute == MINUTES_A_DAY:
            day, minute = day + timedelta(days=1), 0
        local = datetime.combine(day, time(minute // 60, minute % 60), self.zone)
        return local.astimezone(_UTC)

    def _between(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            for begins, ends in self.spans(day):
                begins, ends = max(begins, start), min(ends, end)
                if begins < ends:
                    yield begins, ends
            day += timedelta(days=1)

    def worked(self, start: datetime, end: datetime, stopped: Collection[Span] = ()) -> timedelta:
        """Working time between two moments, without what was stopped; spans do not overlap."""
        if end <= start:
            return timedelta(0)
        total = sum((ends - begins for begins, ends in self._between(start, end)), timedelta(0))
        return total - self.paused(start, end, stopped)

    def paused(self, start: datetime, end: datetime, stopped: Collection[Span]) -> timedelta:
        """Working time that was stopped between two moments."""
        total = timedelta(0)
        for begins, ends in stopped:
            begins, ends = max(begins, start), min(ends or end, end)
            if begins < ends:
                total += self.worked(begins, ends)
        return total

    def after(self, start: datetime, needed: timedelta, stopped: Collection[Span] = ()) -> datetime | None:
        """The moment at which so much was worked since `start`; None while stopped, or where nobody works that long."""
        moment = start
        for begins, ends in sorted(stopped, key=lambda span: span[0]):
            if ends is not None and ends <= moment:
                continue
            free = self.worked(moment, begins)
            if needed <= free:
                break
            if ends is None:
                return None
            needed, moment = needed - free, max(moment, ends)
        return self._after(moment, needed)

    def end_of(self, day: date) -> datetime:
        """The end of work on a day; of one that is not worked its last moment."""
        ends = [end for _begin, end in self.spans(day)]
        return ends[-1] if ends else self._moment(day, MINUTES_A_DAY)

    def end_after(self, start: datetime, days: int) -> datetime | None:
        """The end of work on the last of so many working days after the day of `start`; None where nobody works that long."""
        last = self.working_day(start.astimezone(self.zone).date(), days)
        return self.end_of(last) if last else None

    def working_day(self, day: date, days: int) -> date | None:
        """The last of so many working days after a day; None where nobody works that long."""
        for _n in range(MOST_DAYS):
            if days <= 0:
                return day
            day += timedelta(days=1)
            if self.of(day):
                days -= 1
        return None

    def _after(self, start: datetime, needed: timedelta) -> datetime | None:
        day = start.astimezone(self.zone).date()
        for _n in range(MOST_DAYS):
            for begins, ends in self.spans(day):
                begins = max(begins, start)
                if begins < ends:
                    if needed <= ends - begins:
                        return begins + needed
                    needed -= ends - begins
            day += timedelta(days=1)
        return None
