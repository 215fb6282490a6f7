"""Won and lost deals of a period by product, region, trade and source, and why deals were lost (row Na12)."""

from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from crm_project.lib.query_values import key
from deals.models import Deal
from deals.models.choices import Status

from .asked import Asked, deals
from .found import MOST, Found

# {dimension: the column of Deal}; a deal with several products or regions counts at each.
DIMENSIONS = {
    "product": "products__product",
    "region": "customer__regions",
    "trade": "customer__trade",
    "source": "customer__source",
}
REASON = "reason"
CELLS = (Status.WON.value, Status.LOST.value, "closed")
NONE = "none"
REASONS = 20


def _closed(asked: Asked, since: Any, until: Any) -> QuerySet[Deal]:
    rows = deals(asked).filter(closed_at__gte=since, closed_at__lt=until)
    return rows.exclude(status=Status.OPEN).order_by()


def by_dimension(asked: Asked, dimension: str) -> list[dict[str, Any]]:
    """[{key, won, lost, won_before, lost_before}] of each value of the dimension that has any, in one query."""
    (begin, end), (earlier, _begin) = asked.bounds, asked.before.bounds
    rows = _closed(asked, earlier, end).values(key=F(DIMENSIONS[dimension]))
    now, then = Q(closed_at__gte=begin), Q(closed_at__lt=begin)
    won, lost = Q(status=Status.WON), Q(status=Status.LOST)
    told: Any = rows.annotate(
        won=Count("pk", filter=won & now),
        lost=Count("pk", filter=lost & now),
        won_before=Count("pk", filter=won & then),
        lost_before=Count("pk", filter=lost & then),
    )
    return list(told)


def total(asked: Asked) -> dict[str, int]:
    """{won, lost, won_before, lost_before} of all, each deal once."""
    (begin, end), (earlier, _begin) = asked.bounds, asked.before.bounds
    out = dict.fromkeys(("won", "lost", "won_before", "lost_before"), 0)
    rows = _closed(asked, earlier, end).values_list("status")
    for status, now, then in rows.annotate(
        now=Count("pk", filter=Q(closed_at__gte=begin)), then=Count("pk", filter=Q(closed_at__lt=begin))
    ):
        out |= {status: now, f"{status}_before": then}
    return out


def reasons(asked: Asked) -> list[dict[str, Any]]:
    """[{close_reason, key, n, before}] why deals of this period were lost, the most frequent first; `key`: a deal with this reason."""
    (begin, end), (earlier, _begin) = asked.bounds, asked.before.bounds
    rows = _closed(asked, earlier, end).filter(status=Status.LOST).values("close_reason")
    found: Any = rows.annotate(
        n=Count("pk", filter=Q(closed_at__gte=begin)), key=Max("pk"), before=Count("pk", filter=Q(closed_at__lt=begin))
    )
    return list(found.filter(n__gt=0).order_by("-n", "close_reason")[:REASONS])


def rows(asked: Asked, part: str, row: str, cell: str) -> list[Found]:
    """The deals behind one number, the newest first."""
    if cell not in CELLS:
        return []
    found = _closed(asked, *asked.bounds)
    if cell != "closed":
        found = found.filter(status=cell)
    if part == REASON:
        found = found.filter(close_reason__in=deals(asked).filter(pk=key(row)).values("close_reason"))
    elif part in DIMENSIONS:
        column = DIMENSIONS[part]
        found = found.filter(**({f"{column}__isnull": True} if row == NONE else {column: key(row)}))
    elif part != "all":
        return []
    told = found.order_by("-closed_at", "-pk").values_list("closed_at", "customer_id", "pk", "name", "status")
    return [Found(*one) for one in told[: MOST + 1]]
