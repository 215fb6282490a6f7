"""From which rows a spot check draws: those behind a figure, or customers entered, of these people on these days (row Ni15)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from crm_project import catalogue
from crm_project.lib.figure import MONEY
from crm_project.lib.json_values import Json
from crm_project.lib.time import day_bounds, local_date
from customers.models import Customer
from reports.domain import figures

# The table besides the figures.
ENTERED = "customers_entered"
# So many rows are kept with a check; whoever has more chooses fewer people or days.
MOST = 20_000


@dataclass(frozen=True)
class Row:
    """One row that could be drawn."""

    key: str
    person: int
    customer: int
    day: date
    what: str

    @property
    def kept(self) -> list[Json]:
        """As the check keeps it."""
        return [self.key, self.person, self.customer, self.day.isoformat(), self.what[:300]]


def thawed(kept: list) -> Row:
    """The other way round."""
    key, person, customer, day, what = kept
    return Row(key, person, customer, date.fromisoformat(day), what)


def checkable() -> list[str]:
    """Keys of what can be checked: the table, and every figure."""
    return [ENTERED, *catalogue.figures()]


def expected(figure: str, people: Collection[int], first: date, last: date) -> int:
    """About how many rows there are, as counted and not read; 0 where only reading them tells, as of an amount."""
    if figure == ENTERED:
        return _entered_by(people, first, last).count()
    if catalogue.figures()[figure][0].unit == MONEY:
        return 0
    return sum(int(values.get(figure, 0)) for values in figures.count(people, first, last).values())


def found(figure: str, people: Collection[int], first: date, last: date) -> list[Row]:
    """Every row, in the order of the keys; what counts for two of the people, as a shared contract, is drawn as one of the first."""
    rows = _entered(people, first, last) if figure == ENTERED else _behind(figure, people, first, last)
    by_key: dict[str, Row] = {}
    for row in sorted(rows, key=lambda one: (one.key, one.person)):
        by_key.setdefault(row.key, row)
    return list(by_key.values())


def _behind(figure: str, people: Collection[int], first: date, last: date) -> list[Row]:
    return [
        Row(one.key, person, one.customer_id, local_date(one.at) if isinstance(one.at, datetime) else one.at, one.what)
        for person in sorted(people)
        for one in figures.rows(figure, person, first, last)
    ]


def _entered(people: Collection[int], first: date, last: date) -> list[Row]:
    rows = _entered_by(people, first, last).order_by("pk").values_list("pk", "created_by_id", "created_at")
    return [Row(f"customer:{pk}", person, pk, local_date(moment), "") for pk, person, moment in rows]


def _entered_by(people: Collection[int], first: date, last: date) -> QuerySet[Customer]:
    begin, end = day_bounds(first, last)
    return Customer.objects.filter(
        created_by__in=people, created_at__gte=begin, created_at__lt=end, merged_into=None, removed_at=None
    )
