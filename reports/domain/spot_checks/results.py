"""What spot checks found: the share of untrue rows with its interval, per check, person, department and month (row Ni15)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from reports.models import DrawnRow, SpotCheck
from reports.models.spot_checks import Decision, Result, State
from reports.rules.spot_checks.certainty import Interval, interval


@dataclass
class Sum:
    """Rows of which it is known, and how many were untrue. Those that could not be verified, or wait, tell nothing."""

    known: int = 0
    untrue: int = 0
    open: int = 0
    unknown: int = 0

    def add(self, state: str, result: str, decision: str) -> None:
        """Count a drawn row."""
        if state != State.DONE:
            self.open += 1
        elif result == Result.UNKNOWN:
            self.unknown += 1
        else:
            self.known += 1
            self.untrue += decision == Decision.UPHELD

    @property
    def share(self) -> float:
        """Untrue rows of those that are known, in percent."""
        return 100 * self.untrue / self.known if self.known else 0.0

    def interval(self, rows: int) -> Interval:
        """Between which numbers of all rows the truth lies."""
        return interval(rows, self.known, self.untrue)


_STATES = ("state", "result", "decision")


def of_check(check: SpotCheck, rows: Iterable[DrawnRow]) -> tuple[Sum, dict[int, tuple[Sum, int]]]:
    """(the whole check, {person: (theirs, how many rows of theirs could be drawn)})."""
    rows_of: dict[int, int] = defaultdict(int)
    for kept in check.population:
        rows_of[kept[1]] += 1
    whole, people = Sum(), defaultdict(Sum)
    for row in rows:
        for one in (whole, people[row.person_id]):
            one.add(row.state, row.result, row.decision)
    return whole, {person: (one, rows_of[person]) for person, one in people.items()}


Month = tuple[int, int]


def over_time(checks: QuerySet[SpotCheck], since: date) -> dict[tuple[str, str], dict[Month, Sum]]:
    """{(name of the department, name of the person): {month of the last day: sum}}; the department's own under "". One query."""
    rows = DrawnRow.objects.filter(check_of__in=checks.order_by().values("pk"), check_of__last__gte=since)
    out: dict[tuple[str, str], dict[Month, Sum]] = defaultdict(lambda: defaultdict(Sum))
    found = rows.order_by("person__department__path", "person__sort_name", "person__username")
    columns = ("person__department__name", "person__full_name", "person__username", "check_of__last", *_STATES)
    for department, full_name, username, last, *states in found.values_list(*columns):
        for name in ("", full_name or username):
            out[department or "", name][last.year, last.month].add(*states)
    return out


def months(day: date, number: int) -> list[Month]:
    """So many months up to this day's, the oldest first."""
    last = day.year * 12 + day.month - 1
    return [(n // 12, n % 12 + 1) for n in range(last - number + 1, last + 1)]


def counts(checks: Collection[SpotCheck]) -> dict[int, Sum]:
    """{check: sum} of these checks; one query."""
    out: dict[int, Sum] = defaultdict(Sum)
    rows = DrawnRow.objects.filter(check_of__in=[one.pk for one in checks]).order_by()
    for check, *states in rows.values_list("check_of_id", *_STATES):
        out[check].add(*states)
    return out
