"""The company's working days: the public calendar, its exceptions, and who changed them (row Nf13)."""

from calendar import Calendar, monthrange
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

import holidays
from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crm_project.accounts.models import DayOverride, User
from crm_project.audit.domain import log
from crm_project.lib.calendar import is_working_day
from crm_project.lib.language import in_language
from crm_project.lib.refused import Refused

# Asked of a day: whether the company works, and what the day is called where it is out of the ordinary.
DayNamer: TypeAlias = Callable[[date], tuple[bool, str]]
# One may look and plan this far around the present year.
YEARS = 3


@dataclass
class NamedDays:
    """Neighbouring days of the same name, from `start` to `end`, both included."""

    name: str
    tone: str
    start: date
    end: date

    def label(self) -> str:
        """3–5 · National Day"""
        days = f"{self.start.day}" if self.start == self.end else f"{self.start.day}–{self.end.day}"
        return f"{days} · {self.name}"


@dataclass(frozen=True)
class Month:
    """A month of the page: how many of its `total` days the company works, and what is out of the ordinary: (label, tone)."""

    first: date
    working: int
    total: int
    named: list[tuple[str, str]]


@lru_cache(maxsize=64)
def _public(year: int, language: str) -> dict[date, str]:
    """{date: name} of the public holidays."""
    found = holidays.country_holidays("CN", years=year, language=language)
    return {day: name for day, name in found.items() if day.year == year}


def namer(years: Collection[int]) -> DayNamer:
    """off(day) -> (works, name): for the days of these years; one query."""
    own = {row.day: row for row in DayOverride.objects.filter(day__year__in=years)}
    working = {day: row.working for day, row in own.items()}
    language = in_language("en_US", "zh_CN")
    names = {day: name for year in years for day, name in _public(year, language).items()}

    def off(day: date) -> tuple[bool, str]:
        works = is_working_day(day, working)
        if day in own:
            return works, own[day].note or (_("working day") if works else _("day off"))
        return works, "" if works else names.get(day, "")

    return off


def set_day(*, day: date, working: bool, note: str, by: User | None, at: datetime) -> DayOverride:
    """Say that the company works on a day, or does not, whatever the public calendar says. Later entries are judged by it."""
    if abs(day.year - at.year) > YEARS:
        raise Refused(_("Choose a day within %(n)d years.") % {"n": YEARS}, code="far", field="day")
    with transaction.atomic():
        before = DayOverride.objects.select_for_update(no_key=True).filter(day=day).first()
        row, _made = DayOverride.objects.update_or_create(
            day=day, defaults={"working": working, "note": (note or "").strip()[:80]}
        )
        old = [_working_text(before.working), before.note] if before else [None, None]
        changes = {"working": [old[0], _working_text(working)], "note": [old[1], row.note]}
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1] and any(pair)}
        if changes:
            log.record(by=by, action="day.set", at=at, subject=row, changes=changes)
        return row


def clear_day(*, day: date, by: User | None, at: datetime) -> None:
    """Let the public calendar hold again for a day. Refuses where nothing was said of it."""
    with transaction.atomic():
        row = DayOverride.objects.select_for_update(no_key=True).filter(day=day).first()
        if row is None:
            raise Refused(_("No exception on this day: the public calendar applies."), code="gone")
        log.record(
            by=by, action="day.cleared", at=at, subject=row, changes={"working": [_working_text(row.working), None]}
        )
        row.delete()


def _working_text(working: bool) -> str:
    return "working" if working else "off"


def year(number: int) -> list[Month]:
    """Twelve months for the page; two queries."""
    off = namer([number])
    own = set(DayOverride.objects.filter(day__year=number).values_list("day", flat=True))
    return [_month(date(number, month, 1), off, own) for month in range(1, 13)]


def _month(first: date, off: DayNamer, own: Collection[date]) -> Month:
    working = 0
    named: list[NamedDays] = []
    for day in Calendar().itermonthdates(first.year, first.month):
        if day.month != first.month:
            continue
        works, name = off(day)
        working += works
        weekend = day.weekday() >= 5
        if day in own:
            named.append(NamedDays(name, "plum", day, day))
        elif works and weekend:
            named.append(NamedDays(_("working day"), "warn", day, day))
        elif not works and (name or not weekend):
            named.append(NamedDays(name or _("day off"), "bad" if not weekend else "", day, day))
    total = monthrange(first.year, first.month)[1]
    return Month(first, working, total, [(days.label(), days.tone) for days in _joined(named)])


def _joined(named: Iterable[NamedDays]) -> list[NamedDays]:
    """Neighbouring days of the same name as one."""
    runs: list[NamedDays] = []
    for entry in named:
        last = runs[-1] if runs else None
        if last and last.name == entry.name and (entry.start - last.end).days == 1:
            last.end = entry.end
            last.tone = last.tone or entry.tone
        else:
            runs.append(entry)
    return runs


def exceptions(number: int) -> QuerySet[DayOverride]:
    """The company's own days of a year, the earliest first."""
    return DayOverride.objects.filter(day__year=number).order_by("day")


def exception_or_404(pk: int) -> DayOverride:
    """One of them."""
    return get_object_or_404(DayOverride, pk=pk)


def overrides() -> dict[date, bool]:
    """The company's exceptions from the public calendar."""
    return dict(DayOverride.objects.values_list("day", "working"))
