"""Finds visits to which no outing led (row Nf9)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from reports.models import Outing, OutingVisit
from reports.rules.contradictions import facts, visit_without_outing
from reports.rules.contradictions.facts import Stay

from .found import Asked, Found, as_visit, moment_text, moved, on_trip, visits


def find(asked: Asked) -> Iterator[Found]:
    """Visits outside of every outing to the customer, and of every trip; the outings of that day are their evidence."""
    numbers = asked.part.rules.numbers
    around = timedelta(minutes=numbers.minutes_around)
    there = OutingVisit.objects.filter(
        Q(outing__back_at=None) | Q(outing__back_at__gte=OuterRef("earlier")),
        outing__person=OuterRef("author"),
        outing__voided_at=None,
        outing__left_at__lte=OuterRef("later"),
        customer=OuterRef("customer"),
    )
    rows = visits(asked).filter(asked.subjects(facts.VISIT))
    rows = rows.annotate(earlier=moved("occurred_at", -around), later=moved("occurred_at", around))
    rows = rows.filter(~Q(Exists(there)), ~Q(on_trip("author", "day")))
    if numbers.places:
        # A visit while one was out elsewhere is that contradiction, not two.
        rows = rows.exclude(Exists(elsewhere()))
    found: list[Any] = list(rows.order_by("pk"))
    stays = stays_of(found)
    for row in found:
        near = stays[row.author_id, row.day]
        if visit_without_outing.contradicts(as_visit(row), near, numbers, on_trip=False):
            yield Found(
                facts.VISIT,
                row.pk,
                row.author_id,
                row.customer_id,
                row.day,
                (("followup", row.pk), *(("outing", stay.key) for stay in near)),
                {"when": moment_text(row.occurred_at)},
            )


def elsewhere() -> QuerySet[Outing]:
    """Outings of the author to other customers, during the visit of the row outside."""
    to_it = OutingVisit.objects.filter(outing=OuterRef("pk"), customer=OuterRef(OuterRef("customer")))
    return Outing.objects.filter(
        ~Q(Exists(to_it)),
        person=OuterRef("author"),
        voided_at=None,
        left_at__lt=OuterRef("occurred_at"),
        back_at__gt=OuterRef("occurred_at"),
    )


def stays_of(rows: Iterable[Any]) -> dict[tuple[int, object], list[Stay]]:
    """{(person, day): outings} of the days of these visits; two queries."""
    wanted = {(row.author_id, row.day) for row in rows}
    out: dict[tuple[int, object], list[Stay]] = defaultdict(list)
    found = Outing.objects.standing().filter(
        person__in={person for person, _day in wanted}, day__in={day for _person, day in wanted}
    )
    for outing in found.order_by("left_at", "pk").prefetch_related("visits"):
        customers = frozenset(visit.customer_id for visit in outing.visits.all())
        out[outing.person_id, outing.day].append(Stay(outing.pk, customers, outing.left_at, outing.back_at))
    return out
