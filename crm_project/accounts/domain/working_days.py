"""The company's working days: the public calendar, its exceptions, and who changed them (row Nf13)."""

from calendar import Calendar, monthrange
from datetime import date
from functools import lru_cache

import holidays
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crm_project.accounts.models import DayOverride
from crm_project.audit.domain import log
from crm_project.lib.calendar import is_working_day
from crm_project.lib.language import in_language
from crm_project.lib.refused import Refused

# One may look and plan this far around the present year.
YEARS = 3


@lru_cache(maxsize=64)
def _public(year, language):
    """{date: name} of the public holidays."""
    found = holidays.country_holidays("CN", years=year, language=language)
    return {day: name for day, name in found.items() if day.year == year}


def namer(years):
    """off(day) -> (works, name): for the days of these years; one query."""
    own = {row.day: row for row in DayOverride.objects.filter(day__year__in=years)}
    working = {day: row.working for day, row in own.items()}
    language = in_language("en_US", "zh_CN")
    names = {day: name for year in years for day, name in _public(year, language).items()}

    def off(day):
        works = is_working_day(day, working)
        if day in own:
            return works, own[day].note or (_("working day") if works else _("day off"))
        return works, "" if works else names.get(day, "")

    return off


def set_day(*, day, working, note, by, at):
    """Say that the company works on a day, or does not, whatever the public calendar says. Later entries are judged by it."""
    if abs(day.year - at.year) > YEARS:
        raise Refused(_("Choose a day within %(n)d years.") % {"n": YEARS}, code="far", field="day")
    with transaction.atomic():
        before = DayOverride.objects.select_for_update(no_key=True).filter(day=day).first()
        row, _made = DayOverride.objects.update_or_create(
            day=day, defaults={"working": working, "note": (note or "").strip()[:80]}
        )
        old = [_said(before.working), before.note] if before else [None, None]
        changes = {"working": [old[0], _said(working)], "note": [old[1], row.note]}
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1] and any(pair)}
        if changes:
            log.record(by=by, action="day.set", at=at, subject=row, changes=changes)
        return row


def clear_day(*, day, by, at):
    """Let the public calendar hold again for a day. Refuses where nothing was said of it."""
    with transaction.atomic():
        row = DayOverride.objects.select_for_update(no_key=True).filter(day=day).first()
        if row is None:
            raise Refused(_("No exception on this day: the public calendar applies."), code="gone")
        log.record(by=by, action="day.cleared", at=at, subject=row, changes={"working": [_said(row.working), None]})
        row.delete()


def _said(working):
    return "working" if working else "off"


def year(number):
    """Twelve months for the page: {first, working, total, named: [(label, tone)]}; two queries."""
    off = namer([number])
    own = set(DayOverride.objects.filter(day__year=number).values_list("day", flat=True))
    return [_month(date(number, month, 1), off, own) for month in range(1, 13)]


def _month(first, off, own):
    working, named = 0, []
    for day in Calendar().itermonthdates(first.year, first.month):
        if day.month != first.month:
            continue
        works, name = off(day)
        working += works
        weekend = day.weekday() >= 5
        if day in own:
            named.append(_named(day, name, "plum"))
        elif works and weekend:
            named.append(_named(day, _("working day"), "warn"))
        elif not works and (name or not weekend):
            named.append(_named(day, name or _("day off"), "bad" if not weekend else ""))
    return {"first": first, "working": working, "total": monthrange(first.year, first.month)[1], "named": _runs(named)}


def _named(day, name, tone):
    return {"day": day, "name": name, "tone": tone}


def _runs(named):
    """Neighbouring days of the same name as one: [(label, tone)]."""
    runs = []
    for entry in named:
        last = runs[-1] if runs else None
        if last and last["name"] == entry["name"] and (entry["day"] - last["end"]).days == 1:
            last["end"] = entry["day"]
            last["tone"] = last["tone"] or entry["tone"]
        else:
            runs.append({"name": entry["name"], "tone": entry["tone"], "start": entry["day"], "end": entry["day"]})
    return [(_span(run), run["tone"]) for run in runs]


def _span(run):
    days = f"{run['start'].day}" if run["start"] == run["end"] else f"{run['start'].day}–{run['end'].day}"
    return f"{days} · {run['name']}"


def exceptions(number):
    """The company's own days of a year, the earliest first."""
    return DayOverride.objects.filter(day__year=number).order_by("day")


def exception_or_404(pk):
    """One of them."""
    return get_object_or_404(DayOverride, pk=pk)


def overrides():
    """The company's exceptions from the public calendar."""
    return dict(DayOverride.objects.values_list("day", "working"))
