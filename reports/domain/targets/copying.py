"""Targets of a new year from the year before: its targets, or what was reached, times a factor (row Nf1)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from crm_project.accounts.models import User
from reports.domain import figures
from reports.rules.periods import MONTH, MONTHS, SPANS, YEAR, Period
from reports.rules.targets.sums import ZERO
from reports.rules.targets.tiers import Tiers, rounded

from .checking import Wanted
from .facts import measurable, of_units, step_of
from .units import PERSON, Unit, key_of, may_set, members, subtree

# What the copy is made from.
TARGETS, REACHED = "targets", "reached"
# {(key of the unit, figure, period): target}
Found = dict[tuple[str, str, Period], Tiers]


@dataclass
class Copy:
    """What copying would set, and why the rest is left out: there already, or over."""

    wanted: list[Wanted] = field(default_factory=list)
    there: int = 0
    over: int = 0

    @property
    def by_figure(self) -> dict[str, int]:
        """{figure: how many targets}"""
        out: dict[str, int] = defaultdict(int)
        for one in self.wanted:
            out[one.figure] += 1
        return dict(out)


def copied(*, unit: Unit, year: int, basis: str, factor: Decimal, keys: Collection[str], by: User, today: date) -> Copy:
    """The targets that the user may set for this year, for the unit and all below it, of these figures; nothing is written.

    What has a target already keeps it, and periods that are over get none.
    """
    below = subtree(unit)
    units = {one.key: one for one in below if may_set(by, one)}
    before = Period(date(year - 1, 1, 1), YEAR)
    found = _targets(units, before, keys, factor) if basis == TARGETS else _reached(below, before, keys, factor)
    rows = of_units(units.values()).filter(starts_on__year=year, figure__in=keys)
    standing = {(key_of(row), row.figure, row.period) for row in rows}
    out = Copy()
    for (key, figure, period), tiers in found.items():
        target = period.shifted(MONTHS[YEAR] // MONTHS[period.span])
        if key not in units:
            continue
        if (key, figure, target) in standing:
            out.there += 1
        elif target.last < today:
            out.over += 1
        else:
            out.wanted.append(Wanted(units[key], figure, target, tiers))
    return out


def _targets(units: Mapping[str, Unit], year: Period, keys: Collection[str], factor: Decimal) -> Found:
    """Each target of that year, scaled."""
    known = measurable()
    rows = of_units(units.values()).filter(figure__in=keys, starts_on__gte=year.first, starts_on__lte=year.last)
    return {
        (key_of(row), row.figure, row.period): row.tiers.scaled(factor, step_of(known[row.figure]))
        for row in rows.order_by("pk")
        if row.figure in known
    }


def _reached(units: Sequence[Unit], year: Period, keys: Collection[str], factor: Decimal) -> Found:
    """What those who are still here did in each month, scaled, and added up to departments and longer periods: so it adds up."""
    known = measurable()
    people = [one.row.pk for one in units if one.kind == PERSON and one.row]
    whose = {key: ids.intersection(people) for key, ids in members(units).items()}
    out: dict[tuple[str, str, Period], Decimal] = defaultdict(Decimal)
    for month in year.within(MONTH):
        counted = figures.count(people, month.first, month.last)
        for key in keys:
            done = {
                pk: rounded(Decimal(values.get(key, 0)) * factor, step_of(known[key])) for pk, values in counted.items()
            }
            for unit, ids in whose.items():
                total = sum((done.get(pk, ZERO) for pk in ids), ZERO)
                for span in SPANS:
                    out[unit, key, month.around(span)] += total
    return {place: Tiers(total) for place, total in out.items() if total}
