"""Finds visits of days ago that were entered all at once when a month ended (row Nf9)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from activities.models import FollowUp
from activities.models.choices import FollowUpKind
from assignment.domain.followup_queries import not_voided
from crm_project.lib.time import day_bounds, zone
from reports.models import Contradiction
from reports.models.contradictions import State
from reports.rules.contradictions import facts, month_end_burst

from .found import Asked, Found, as_visit, moved


def find(asked: Asked) -> Iterator[Found]:
    """A person and a day at the end of a month each; what was entered then is the evidence. `only`: of these people, on the days."""
    part, numbers = asked.part, asked.part.rules.numbers
    length = (part.last - part.first).days + 1
    days = [part.first + timedelta(days=n) for n in range(length)]
    days = [day for day in days if month_end_burst.is_month_end(day, numbers)]
    if not days:
        return
    rows: QuerySet[Any] = _entered(asked, days)
    counted = rows.order_by().values("author", "entered").annotate(n=Count("pk")).filter(n__gte=numbers.burst_visits)
    known = Contradiction.objects.filter(kind=facts.BURST, subject_id=OuterRef("author"), day=OuterRef("entered"))
    if asked.only is None and not asked.again:
        counted = counted.filter(~Q(Exists(known.exclude(state=State.GONE))))
    pairs = {(row["author"], row["entered"]) for row in counted}
    if not pairs:
        return
    entered: dict[tuple[int, date], list[Any]] = defaultdict(list)
    people, those = {person for person, _day in pairs}, {day for _person, day in pairs}
    for row in rows.filter(author__in=people, entered__in=those).order_by("pk"):
        entered[row.author_id, row.entered].append(row)
    for person, day in sorted(pairs):
        visits = [as_visit(row) for row in entered[person, day]]
        if month_end_burst.contradicts(day, visits, numbers):
            late = month_end_burst.late(visits, numbers)
            yield Found(
                facts.BURST,
                person,
                person,
                None,
                day,
                tuple(("followup", visit.key) for visit in late),
                {"n": len(late), "day": day.isoformat()},
                suffix=f":{day.isoformat()}",
            )


def _entered(asked: Asked, days: list[date]) -> QuerySet[Any]:
    """Visits that were entered on one of these days, so long after they took place; corrections are no new entries."""
    begin, end = day_bounds(days[0], days[-1])
    age = timedelta(days=asked.part.rules.burst_age)
    rows = FollowUp.objects.filter(
        not_voided(),
        asked.people("author"),
        kind=FollowUpKind.VISIT_OUT,
        corrects=None,
        recorded_at__gte=begin,
        recorded_at__lt=end,
    )
    rows = rows if asked.only is None else rows.filter(author__in=asked.only)
    rows = rows.annotate(entered=TruncDate("recorded_at", tzinfo=zone()), since=moved("occurred_at", age))
    return rows.filter(entered__in=days, recorded_at__gte=F("since"))
