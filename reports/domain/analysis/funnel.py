"""The funnel: how deals went from stage to stage in a period, and what stands behind each number (row Na12)."""

from collections.abc import Iterator

from django.db.models import Q
from django.db.models.fields.json import KT

from deals.models import Deal, Progress
from reports.rules.analysis.stage_visits import OUTCOMES, StageFigures, Step, Visit, figures, visits

from .asked import Asked, deals
from .found import MOST, Found

ENTERED = "entered"
CELLS = (ENTERED, *OUTCOMES)
Key = tuple[int, int]


def _steps(asked: Asked) -> Iterator[Step]:
    """What moved the deals from the first day on, by deal, in its order."""
    begin, _end = asked.bounds
    rows = Progress.objects.filter(
        Q(changes__has_key="stage") | Q(changes__has_key="status"), at__gte=begin, deal__in=deals(asked).values("pk")
    )
    told = rows.order_by("deal_id", "at", "pk").values_list(
        "deal_id",
        "at",
        KT("changes__stage__0"),
        KT("changes__stage__1"),
        KT("changes__status__0"),
        KT("changes__status__1"),
        "deal__stage__pipeline_id",
        "deal__stage__number",
    )
    for deal, at, old, new, was, status, pipeline, standing in told.iterator(5000):
        yield Step(deal, at, _number(old), _number(new), was, status, pipeline, standing)


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def counts(asked: Asked) -> tuple[dict[Key, StageFigures], dict[Key, StageFigures]]:
    """({(pipeline, stage number): figures}, the same of the period before); one query."""
    before = asked.before
    steps = list(_steps(before))
    now, then = (figures(visits(steps, *one.bounds)) for one in (asked, before))
    return now, then


def rows(asked: Asked, row: str, cell: str) -> list[Found]:
    """The visits behind one number, the newest first; `row`: "pipeline-number"."""
    pipeline, _dash, number = row.partition("-")
    if cell not in CELLS or not (pipeline.isdecimal() and number.isdecimal()):
        return []
    found = [
        visit
        for visit in visits(_steps(asked), *asked.bounds)
        if (visit.pipeline, visit.number) == (int(pipeline), int(number)) and cell in (ENTERED, visit.outcome)
    ]
    found = sorted(found, key=_when, reverse=True)[: MOST + 1]
    named = Deal.objects.in_bulk({visit.deal for visit in found})
    return [
        Found(visit.entered, named[visit.deal].customer_id, visit.deal, named[visit.deal].name, visit.outcome)
        for visit in found
    ]


def _when(visit: Visit) -> tuple[object, int]:
    return visit.entered, visit.deal
