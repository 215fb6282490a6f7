"""Whom one may visit in a region: who was longest not seen, and who is due (row Ni2)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from activities.models import FollowUp
from activities.models.choices import FollowUpKind
from assignment.domain.followup_queries import not_voided
from crm_project.accounts.models import User
from crm_project.lib.time import day_bounds
from customers.models import Customer, ListItem
from customers.models.choices import ListKind

from . import access

# How a customer is seen, there or here.
SEEN = (FollowUpKind.VISIT_OUT, FollowUpKind.VISIT_IN, FollowUpKind.MEETING)
MOST = 60


def regions_of(user: User) -> list[tuple[ListItem, int]]:
    """Regions in which the user has customers, each with how many, the most first."""
    through = Customer.regions.through
    mine = access.may_visit(user).values("pk")
    counted = through.objects.filter(customer__in=mine).order_by().values("listitem").annotate(n=Count("pk"))
    numbers = {row["listitem"]: row["n"] for row in counted}
    found = list(ListItem.objects.filter(pk__in=numbers, kind=ListKind.REGION))
    return sorted(((row, numbers[row.pk]) for row in found), key=lambda pair: (-pair[1], pair[0].position))


def candidates(user: User, region: ListItem, chosen: Collection[int] = ()) -> list[Mapping[str, Any]]:
    """Customers of the region, and those of no region, that the user owns or helps with; longest not seen first, MOST at most.

    Those already `chosen` stand on the list whatever their region. Keys: pk, name, code, here (its region is this one), seen (when it
    was last visited), release_at.
    """
    through = Customer.regions.through.objects.filter(customer=OuterRef("pk"))
    visits = FollowUp.objects.filter(not_voided(), customer=OuterRef("pk"), kind__in=SEEN).order_by("-occurred_at")
    rows = access.may_visit(user).annotate(
        here=Exists(through.filter(listitem=region)),
        anywhere=Exists(through),
        seen=Subquery(visits.values("occurred_at")[:1]),
    )
    rows = rows.filter(Q(here=True) | Q(anywhere=False) | Q(pk__in=chosen))
    found = rows.order_by("-here", F("seen").asc(nulls_first=True), "pk").values(
        "pk", "name", "code", "here", "seen", release_at=F("ownership__release_at")
    )
    first = list(found[:MOST])
    there = {row["pk"] for row in first}
    return [*first, *found.filter(pk__in=set(chosen) - there)]


def seen_of(person: int, customers: Collection[int] | QuerySet[Any], first: date, last: date) -> dict[int, FollowUp]:
    """{customer: the last visit that the person has entered of these days} of these customers; one query."""
    begin, end = day_bounds(first, last)
    rows = FollowUp.objects.filter(
        not_voided(),
        author=person,
        kind__in=SEEN,
        occurred_at__gte=begin,
        occurred_at__lt=end,
        customer__in=customers,
    )
    return {row.customer_id: row for row in rows.order_by("occurred_at", "pk")}


def region_or_404(pk: int) -> ListItem:
    """A region that may be travelled to."""
    return get_object_or_404(ListItem, pk=pk, kind=ListKind.REGION)
