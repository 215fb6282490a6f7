"""Finds outings of which nobody wrote what was discussed (row Nf9)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate

from activities.models import FollowUp
from assignment.domain.followup_queries import not_voided
from crm_project.lib.time import day_bounds, local_date, zone
from reports.domain.trips.candidates import SEEN
from reports.models import OutingVisit
from reports.rules.contradictions import facts, outing_without_followup

from .found import Asked, Found, moment_text

# What the person wrote of the customer so many days before or after is shown with it.
NEAR = timedelta(days=3)


def find(asked: Asked) -> Iterator[Found]:
    """Customers of outings whose follow-up is missing once its time is over; what was written around that day is their evidence."""
    numbers = asked.part.rules.numbers
    written = FollowUp.objects.filter(
        not_voided(), author=OuterRef("outing__person"), customer=OuterRef("customer"), kind__in=SEEN
    ).annotate(day=TruncDate("occurred_at", tzinfo=zone()))
    rows = OutingVisit.objects.filter(
        asked.people("outing__person"),
        asked.days("outing__day"),
        asked.subjects(facts.OUTING),
        outing__voided_at=None,
        outing__back_at__isnull=False,
        outing__day__lt=asked.today - timedelta(days=numbers.followup_days),
    )
    rows = rows.annotate(back_on=TruncDate("outing__back_at", tzinfo=zone()))
    rows = rows.exclude(Exists(written.filter(day__gte=OuterRef("outing__day"), day__lte=OuterRef("back_on"))))
    found: list[Any] = list(rows.select_related("outing").order_by("pk"))
    near = _near(found)
    for row in found:
        outing, there = row.outing, near[row.outing.person_id, row.customer_id]
        days = [day for day, _key in there]
        if outing_without_followup.contradicts(outing.day, row.back_on, days, asked.today, numbers):
            yield Found(
                facts.OUTING,
                row.pk,
                outing.person_id,
                row.customer_id,
                outing.day,
                (
                    ("outing", outing.pk),
                    *(("followup", key) for day, key in there if abs(day - outing.day) <= NEAR),
                ),
                {"left": moment_text(outing.left_at), "back": moment_text(outing.back_at)},
            )


def _near(rows: list[Any]) -> dict[tuple[int, int], list[tuple[date, int]]]:
    """{(person, customer): [(day, follow-up)]} of visits around these outings; one query."""
    out: dict[tuple[int, int], list[tuple[date, int]]] = defaultdict(list)
    if not rows:
        return out
    first, last = min(row.outing.day for row in rows) - NEAR, max(row.outing.day for row in rows) + NEAR
    begin, end = day_bounds(first, last)
    found = FollowUp.objects.filter(
        not_voided(),
        author__in={row.outing.person_id for row in rows},
        customer__in={row.customer_id for row in rows},
        kind__in=SEEN,
        occurred_at__gte=begin,
        occurred_at__lt=end,
    )
    for person, customer, key, moment in found.order_by("occurred_at", "pk").values_list(
        "author", "customer", "pk", "occurred_at"
    ):
        out[person, customer].append((local_date(moment), key))
    return out
