"""Figures of service orders by kind, category, product, cause, customer, person or month, counted by the database (row Ni22)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import Coalesce, RowNumber, TruncMonth

from crm_project.lib.time import zone
from service.models import ServiceOrder

# {what they are grouped by: the column}; the month is that of the report.
GROUPS = {
    "kind": "kind",
    "category": "category",
    "product": "lines__product",
    "cause": "cause",
    "customer": "customer",
    "person": "assigned",
    "month": "month",
}
CLOCKS = ("response", "completion")


@dataclass
class Times:
    """Of one clock: how many orders ended it, the median and the 90th percentile in working minutes, how many in time."""

    ended: int = 0
    median: int | None = None
    ninetieth: int | None = None
    held: int = 0
    in_time: int = 0

    @property
    def share(self) -> int | None:
        """In time, of those that had a target, per cent; rounded down, so that 100 means all."""
        return self.in_time * 100 // self.held if self.held else None


@dataclass
class Line:
    """One group; `key` is its row's, a first day of a month, or None where nothing was named."""

    key: Any
    number: int = 0
    done: int = 0
    reopened: int = 0
    times: Mapping[str, Times] = field(default_factory=lambda: {clock: Times() for clock in CLOCKS})


def lines(orders: QuerySet[ServiceOrder], group: str, *, most: int | None = None) -> list[Line]:
    """The groups with the most orders first; three queries, whatever their number. `group`: of GROUPS.

    An order about several products counts in the line of each.
    """
    column = GROUPS[group]
    rows = orders.annotate(month=TruncMonth("reported_at", tzinfo=zone())) if group == "month" else orders
    counted = rows.order_by().values(column).annotate(**_counts(once=group == "product")).order_by("-number", column)
    found = {row[column]: _line(row[column], row) for row in (counted[:most] if most else counted)}
    _percentiles(each_product_once(rows) if group == "product" else rows, column, found)
    return list(found.values())


def total(orders: QuerySet[ServiceOrder]) -> Line:
    """All of them as one line; three queries."""
    line = _line(None, orders.order_by().aggregate(**_counts(once=False)))
    _percentiles(orders, None, {None: line})
    return line


def _counts(*, once: bool) -> dict[str, Count]:
    """`once`: an order may stand in several rows of a group; leaving that out where it can't be saves sorting all of them."""
    counted = {"number": Q(), "done": Q(done_at__isnull=False), "reopened": Q(reopens__isnull=False)}
    for clock in CLOCKS:
        counted[f"{clock}_held"] = Q(**{f"{clock}_late__isnull": False})
        counted[f"{clock}_in_time"] = Q(**{f"{clock}_late": False})
    return {name: Count("pk", distinct=once, filter=which or None) for name, which in counted.items()}


def each_product_once(orders: QuerySet[ServiceOrder]) -> QuerySet[ServiceOrder]:
    """Joined with their lines, each order once for each product: by its first line of it."""
    earlier = ServiceOrder.lines.through.objects.filter(serviceorder=OuterRef("pk"), contractline__lt=OuterRef("line"))
    same = earlier.alias(about=Coalesce("contractline__product", Value(0))).filter(Q(about=OuterRef("about")))
    rows = orders.annotate(line=F("lines__pk"), about=Coalesce("lines__product", Value(0)))
    return rows.filter(~Exists(same))


def _line(key: Any, row: Mapping[str, Any]) -> Line:
    times = {clock: Times(held=row[f"{clock}_held"], in_time=row[f"{clock}_in_time"]) for clock in CLOCKS}
    return Line(key, row["number"], row["done"], row["reopened"], times)


def _percentiles(orders: QuerySet[ServiceOrder], column: str | None, found: Mapping[Any, Line]) -> None:
    """The nearest rank: the smallest value that at least half, or nine tenths, do not exceed."""
    for clock in CLOCKS:
        minutes = f"{clock}_minutes"
        within = [F(column)] if column else None
        ranked = (
            orders.filter(**{f"{minutes}__isnull": False})
            .order_by()
            .annotate(
                rank=Window(RowNumber(), partition_by=within, order_by=[minutes]),
                count=Window(Count("pk"), partition_by=within),
            )
            .filter(Q(rank=(F("count") + 1) / 2) | Q(rank=(F("count") * 9 + 9) / 10))
        )
        for key, value, rank, count in ranked.values_list(column or "id", minutes, "rank", "count"):
            line = found.get(key if column else None)
            if line is None:
                continue
            times = line.times[clock]
            times.ended = count
            if rank == (count + 1) // 2:
                times.median = value
            if rank == (count * 9 + 9) // 10:
                times.ninetieth = value
