"""Customers by the month in which they were entered, and what became of them (rows T2, Nf1)."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from crm_project.lib import query_values
from crm_project.lib.time import day_bounds, local_date
from customers.models.choices import Stage

from .asked import Asked, entered
from .found import MOST, Found

GONE = Q(removed_at__isnull=False) | Q(merged_into__isnull=False)
OWNED = Q(ownership__isnull=False)
_POOL = Q(pooled_at__isnull=False) & ~GONE
# {cell: which customers of the month it counts}
CELLS: dict[str, Q] = {
    "entered": Q(),
    "owned": OWNED,
    "official": Q(stage=Stage.OFFICIAL) & ~GONE,
    "lost": _POOL & Q(last_owner__isnull=False),
    "unclaimed": _POOL & Q(last_owner__isnull=True),
    "gone": GONE,
}


def counts(asked: Asked) -> dict[date, Mapping[str, int]]:
    """{first of a month: {cell: how many}}; one query."""
    found = entered(asked).order_by().annotate(month=TruncMonth("created_at")).values("month")
    told: Any = found.annotate(
        **{f"n_{name}": Count("pk", filter=which or Q(pk__gt=0)) for name, which in CELLS.items()}
    )
    return {local_date(row["month"]): {name: row[f"n_{name}"] for name in CELLS} for row in told.order_by("month")}


def before(asked: Asked) -> Mapping[str, int]:
    """{cell: how many} of those entered in the period before, all together; one query."""
    sums: dict[str, Any] = {f"n_{name}": Count("pk", filter=which or Q(pk__gt=0)) for name, which in CELLS.items()}
    found = entered(asked.before).aggregate(**sums)
    return {name: found[f"n_{name}"] for name in CELLS}


def rows(asked: Asked, row: str, cell: str) -> list[Found]:
    """The customers behind one number, the newest first; `row`: the month as 2026-11, or "all"."""
    if cell not in CELLS:
        return []
    found = entered(asked).filter(CELLS[cell])
    if row != "all":
        first = query_values.day(f"{row}-01")
        if first is None:
            return []
        begin, end = day_bounds(first, first.replace(day=monthrange(first.year, first.month)[1]))
        found = found.filter(created_at__gte=begin, created_at__lt=end)
    told = found.order_by("-created_at", "-pk").values_list("created_at", "pk")
    return [Found(at, pk) for at, pk in told[: MOST + 1]]
