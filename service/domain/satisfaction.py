"""How customers judge the work on their orders: the scores of return visits, counted by the database (rows Ni22, T21)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from crm_project.lib.time import zone
from service.models import ReturnVisit, ServiceOrder
from service.rules.questionnaires.figures import LEAST, large_enough

from .statistics import GROUPS, each_product_once

# Stands for the groups that are not shown.
_REST = object()


@dataclass(frozen=True)
class Satisfaction:
    """Of the orders that customers evaluated: how many, and the mean of their scores, 1 to 5; None where `answers` are too few to be
    broken down (`few`), or where there are none."""

    answers: int = 0
    mean: Decimal | None = None
    few: bool = False


def total_satisfaction(orders: QuerySet[ServiceOrder], visits: QuerySet[ReturnVisit]) -> Satisfaction:
    """Of all of them; one query. `visits`: those that the reader may see."""
    row = _evaluated(orders, visits).order_by().aggregate(n=Count("pk"), mean=Avg("score"))
    return _shown(row["n"], row["mean"], row["n"] >= LEAST)


def satisfaction(
    orders: QuerySet[ServiceOrder],
    visits: QuerySet[ReturnVisit],
    group: str,
    keys: Collection[Any],
    *,
    total: Satisfaction,
) -> Mapping[Any, Satisfaction]:
    """{key: what its customers say} of the groups named by `keys` that have any; one query. `group`: of `statistics.GROUPS`.

    The score of an order is the mean of the return visits that belong to it. Groups under five orders are not broken down;
    where one small group would follow from `total`, the next smallest is left out too.
    """
    column = GROUPS[group]
    rows = _evaluated(orders, visits)
    if group == "month":
        rows = rows.annotate(month=TruncMonth("reported_at", tzinfo=zone()))
    else:
        named = Q(**{f"{column}__in": [key for key in keys if key is not None]})
        rows = rows.filter(named | Q(**{f"{column}__isnull": True}) if None in keys else named)
    if group == "product":
        rows = each_product_once(rows)
    counted = rows.order_by().values(column).annotate(n=Count("pk"), mean=Avg("score"))
    found = {row[column]: (row["n"], row["mean"]) for row in counted}
    counts = {key: n for key, (n, _mean) in found.items()}
    large = large_enough({**counts, _REST: max(0, total.answers - sum(counts.values()))})
    return {key: _shown(n, mean, key in large) for key, (n, mean) in found.items()}


def _evaluated(orders: QuerySet[ServiceOrder], visits: QuerySet[ReturnVisit]) -> QuerySet[ServiceOrder]:
    """Those with a scored visit, annotated with their `score`."""
    scored = visits.filter(score__isnull=False, order__isnull=False).order_by()
    mean = scored.filter(order=OuterRef("pk")).values("order").annotate(mean=Avg("score")).values("mean")
    return orders.filter(pk__in=scored.values("order")).annotate(score=Subquery(mean))


def _shown(answers: int, mean: Any, enough: bool) -> Satisfaction:
    if not answers:
        return Satisfaction()
    return Satisfaction(answers, Decimal(mean)) if enough else Satisfaction(answers, few=True)
