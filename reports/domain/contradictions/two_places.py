"""Finds visits of people who were elsewhere at that time (row Nf9)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from activities.models import FollowUp
from activities.models.choices import FollowUpKind
from assignment.domain.followup_queries import not_voided
from reports.rules.contradictions import facts, two_places
from reports.rules.contradictions.facts import Numbers, Stay

from .found import Asked, Found, as_visit, moment_text, moved, visits
from .visits_without_outing import elsewhere, stays_of


def find(asked: Asked) -> Iterator[Found]:
    """Visits too soon after one to another customer, or during an outing to others; the other one is their evidence."""
    numbers = asked.part.rules.numbers
    before = Q(occurred_at__lt=OuterRef("occurred_at")) | Q(occurred_at=OuterRef("occurred_at"), pk__lt=OuterRef("pk"))
    other = FollowUp.objects.filter(
        not_voided(),
        before,
        ~Q(customer=OuterRef("customer")),
        author=OuterRef("author"),
        kind=FollowUpKind.VISIT_OUT,
        occurred_at__gt=OuterRef("earlier"),
    )
    between = timedelta(minutes=numbers.minutes_between)
    rows = visits(asked).filter(asked.subjects(facts.PLACES)).annotate(earlier=moved("occurred_at", -between))
    rows = rows.filter(Exists(other) | Exists(elsewhere()))
    found: list[Any] = list(rows.order_by("pk"))
    same_day, stays = _same_day(found), stays_of(found)
    for row in found:
        against = _against(row, same_day[row.author_id, row.day], stays[row.author_id, row.day], numbers)
        if against:
            yield Found(
                facts.PLACES,
                row.pk,
                row.author_id,
                row.customer_id,
                row.day,
                (("followup", row.pk), *against),
                {"when": moment_text(row.occurred_at)},
            )


def _against(row: Any, others: list[FollowUp], stays: list[Stay], numbers: Numbers) -> list[tuple[str, int]]:
    """What says that the person was elsewhere: earlier visits, outings to others."""
    visit = as_visit(row)
    earlier = [one for one in others if (one.occurred_at, one.pk) < (row.occurred_at, row.pk)]
    close = [("followup", one.pk) for one in earlier if two_places.too_close(visit, as_visit(one), numbers)]
    return close + [("outing", stay.key) for stay in stays if two_places.elsewhere(visit, stay)]


def _same_day(rows: list[Any]) -> dict[tuple[int, object], list[FollowUp]]:
    """{(person, day): visits} of the days of these and the day before; one query."""
    out: dict[tuple[int, object], list[FollowUp]] = defaultdict(list)
    if not rows:
        return out
    day = timedelta(days=1)
    found = FollowUp.objects.filter(
        not_voided(),
        author__in={row.author_id for row in rows},
        kind=FollowUpKind.VISIT_OUT,
        occurred_at__gt=min(row.occurred_at for row in rows) - day,
        occurred_at__lte=max(row.occurred_at for row in rows),
    )
    by_person: dict[int, list[FollowUp]] = defaultdict(list)
    for one in found.order_by("occurred_at", "pk"):
        by_person[one.author_id].append(one)
    for row in rows:
        key = (row.author_id, row.day)
        out[key] = [one for one in by_person[row.author_id] if abs(one.occurred_at - row.occurred_at) < day]
    return out
