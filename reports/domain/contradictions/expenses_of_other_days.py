"""Finds expenses of visits on days on which the person was not with the customer (row Nf9)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from activities.models import FollowUp
from assignment.domain.followup_queries import not_voided
from contracts.models import Contract, Expense
from contracts.models.choices import ExpenseKind, ExpenseStatus
from crm_project.lib.time import day_bounds, zone
from reports.domain.trips.candidates import SEEN
from reports.models import OutingVisit
from reports.rules.contradictions import expense_other_day, facts
from reports.rules.contradictions.facts import Spent

from .found import Asked, Found, on_trip

# What happened so many days before or after is shown with it.
NEAR = timedelta(days=7)
_Near = dict[tuple[int, int], list[tuple[date, str, int]]]


def find(asked: Asked) -> Iterator[Found]:
    """Expenses of visits without a visit, outing, contract or trip on that day; those of the days around are their evidence."""
    numbers = asked.part.rules.numbers
    rows = Expense.objects.filter(
        asked.people("claimant"),
        asked.days("spent_on"),
        asked.subjects(facts.EXPENSE),
        ~Q(
            Exists(
                _visited().filter(author=OuterRef("claimant"), customer=OuterRef("customer"), day=OuterRef("spent_on"))
            )
        ),
        ~Q(
            Exists(
                _out().filter(
                    outing__person=OuterRef("claimant"), customer=OuterRef("customer"), day=OuterRef("spent_on")
                )
            )
        ),
        ~Q(on_trip("claimant", "spent_on")),
        kind=ExpenseKind.VISIT,
    ).exclude(status=ExpenseStatus.REFUSED)
    found = list(rows.order_by("pk"))
    near = _near(found)
    for row in found:
        there = near[row.claimant_id, row.customer_id]
        spent = Spent(row.pk, row.customer_id, row.spent_on)
        if expense_other_day.contradicts(spent, [day for day, _what, _key in there], numbers, on_trip=False):
            yield Found(
                facts.EXPENSE,
                row.pk,
                row.claimant_id,
                row.customer_id,
                row.spent_on,
                (
                    ("expense", row.pk),
                    *((what, key) for day, what, key in there if abs(day - row.spent_on) <= NEAR),
                ),
                {"day": row.spent_on.isoformat()},
            )


def _visited() -> QuerySet[Any]:
    rows = FollowUp.objects.filter(not_voided(), kind__in=SEEN)
    return rows.annotate(day=TruncDate("occurred_at", tzinfo=zone()))


def _out() -> QuerySet[Any]:
    rows = OutingVisit.objects.filter(outing__voided_at=None)
    return rows.annotate(day=TruncDate("outing__left_at", tzinfo=zone()))


def _near(rows: Collection[Expense]) -> _Near:
    """{(person, customer): [(day, what, key)]} of visits, outings and signed contracts around these expenses; three queries."""
    out: _Near = defaultdict(list)
    if not rows:
        return out
    first, last = min(row.spent_on for row in rows) - NEAR, max(row.spent_on for row in rows) + NEAR
    begin, end = day_bounds(first, last)
    people, customers = {row.claimant_id for row in rows}, {row.customer_id for row in rows}
    sources: list[tuple[str, QuerySet[Any], tuple[str, ...]]] = [
        (
            "followup",
            _visited().filter(author__in=people, occurred_at__gte=begin, occurred_at__lt=end),
            ("author", "customer", "day", "pk"),
        ),
        (
            "outing",
            _out().filter(outing__person__in=people, outing__day__gte=first, outing__day__lte=last),
            ("outing__person", "customer", "day", "outing"),
        ),
        (
            "contract",
            Contract.objects.filter(owner__in=people, signing_known=True, signed_at__gte=begin, signed_at__lt=end)
            .exclude(status=Contract.Status.VOID)
            .annotate(day=TruncDate("signed_at", tzinfo=zone())),
            ("owner", "customer", "day", "pk"),
        ),
    ]
    for what, found, names in sources:
        for person, customer, day, key in found.filter(customer__in=customers).order_by("pk").values_list(*names):
            out[person, customer].append((day, what, key))
    return out
