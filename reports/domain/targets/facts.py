"""Targets beside what was done, as the definitions of the figures count it (rows Nf1, Z2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from crm_project import catalogue
from crm_project.accounts.domain.working_days import overrides
from crm_project.lib.figure import LOSS, MONEY, RESULT, Figure
from reports.domain import figures
from reports.models import Target
from reports.rules.periods import Period
from reports.rules.targets.pace import COMING, OPEN, Progress, stage_of, working_days
from reports.rules.targets.sums import ZERO, Difference, differences
from reports.rules.targets.tiers import CENT, ONE, Tiers

from . import forecast
from .units import COMPANY, Unit, key_of, members


def measurable() -> dict[str, Figure]:
    """{key: figure} that targets are set for, in the order of the apps: a loss is nothing to aim at."""
    return {key: figure for key, (figure, _source) in catalogue.figures().items() if figure.measures != LOSS}


def rankable() -> dict[str, Figure]:
    """{key: figure} that a leaderboard may show: results only, so that nobody is ranked by volume."""
    return {key: figure for key, figure in measurable().items() if figure.measures == RESULT}


def step_of(figure: Figure) -> Decimal:
    """The least that a target of it differs by."""
    return CENT if figure.unit == MONEY else ONE


def of_units(units: Collection[Unit]) -> QuerySet[Target]:
    """The targets of these."""
    whose = Q(person__in=[one.row.pk for one in units if one.kind == "p" and one.row])
    whose |= Q(department__in=[one.row.pk for one in units if one.kind == "d" and one.row])
    if any(one.kind == COMPANY for one in units):
        whose |= Q(person=None, department=None)
    return Target.objects.filter(whose)


def of_period(units: Collection[Unit], period: Period) -> dict[tuple[str, str], Target]:
    """{(key of the unit, figure): target} of one period; one query."""
    rows = of_units(units).filter(span=period.span, starts_on=period.first)
    return {(key_of(row), row.figure): row for row in rows}


@dataclass(frozen=True)
class Line:
    """One figure of one unit in one period: what is meant, what is reached, what may still come (None: nobody can say)."""

    unit: Unit
    figure: Figure
    target: Target | None
    reached: Decimal
    progress: Progress | None
    coming: Decimal | None

    @property
    def forecast(self) -> Decimal | None:
        """What the period may end with."""
        return None if self.coming is None else self.reached + self.coming


def lines(
    units: Sequence[Unit], period: Period, targets: Mapping[tuple[str, str], Target], keys: Collection[str], today: date
) -> dict[tuple[str, str], Line]:
    """{(key of the unit, figure): line} of these figures; the number of queries does not grow with units and figures."""
    known, stage = measurable(), stage_of(period, today)
    people = members(units)
    everybody = set().union(*people.values()) if people else set()
    found = figures.count(everybody, period.first, min(period.last, today)) if stage != COMING and keys else {}
    more = forecast.expected(keys, everybody, today, period.last) if stage == OPEN else {}
    days = working_days(period, today, overrides()) if targets else None
    out = {}
    for unit in units:
        ids = people[unit.key]
        for key in keys:
            reached = sum((Decimal(found.get(pk, {}).get(key, 0)) for pk in ids), ZERO)
            target = targets.get((unit.key, key))
            progress = Progress(target.tiers, reached, days, stage) if target and days else None
            coming = sum((more[key].get(pk, ZERO) for pk in ids), ZERO) if key in more else None
            out[unit.key, key] = Line(unit, known[key], target, reached, progress, coming)
    return out


def parts_difference(whole: Target | None, parts: Collection[Target]) -> list[Difference]:
    """In which tiers the targets below don't add up to this one."""
    return differences(whole.tiers, [one.tiers for one in parts]) if whole else []


def of_spans(unit: Unit, figure: str, period: Period) -> dict[Period, Target]:
    """{period: target} of one unit and figure for the period and all that lies in it; one query."""
    rows = of_units([unit]).filter(figure=figure, starts_on__gte=period.first, starts_on__lte=period.last)
    inside = {one for _depth, one in period.tree()}
    return {row.period: row for row in rows if row.period in inside}


@dataclass(frozen=True)
class Gap:
    """A period whose parts (of a shorter span) don't add up to it."""

    period: Period
    span: str
    differences: list[Difference]


def span_gaps(found: Mapping[Period, Tiers]) -> list[Gap]:
    """Every period of these whose shorter ones don't add up; each span that has any is compared by itself."""
    out = []
    for period, tiers in sorted(found.items()):
        for span in ("half", "quarter", "month"):
            parts = [found[one] for one in period.within(span) if one in found]
            if parts and (wrong := differences(tiers, parts)):
                out.append(Gap(period, span, wrong))
    return out
