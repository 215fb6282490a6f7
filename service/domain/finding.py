"""Remedial plans and return visits found by what people type into the search: a number, a subject, the customer (rows M16, T23).

Customers are found through their own index, the visits then by customer; plans are few (a company has them by the hundred), so
that their subjects are read.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from crm_project.accounts.models import User
from customers.domain.access.guessing import holds
from customers.domain.duplicates.matching import search_ids
from service.domain.remedial import access as remedial
from service.domain.visits import access as visits
from service.models import RemedialPlan, ReturnVisit

# Customers that are looked at, however many bear the name.
CUSTOMERS = 60


def customers_of(text: str, known: tuple[list[int], list[int]] | None) -> list[int]:
    """Customers that a text names. `known`: what the search for customers knows of it (None: too many)."""
    if known is None:
        return search_ids(text, CUSTOMERS)
    by_code, by_name = known
    return [*by_code, *by_name]


def in_list(user: User, text: str) -> Q:
    """What the search box above the list of orders or of remedial plans finds: whole numbers and codes, parts of subjects and names."""
    customer = Q(customer__name__icontains=text) | Q(customer__code__iexact=text)
    return Q(number__iexact=text) | holds(user, "subject", text) | customer


def find_plans(user: User, text: str, customers: Collection[int], at: datetime, limit: int) -> list[RemedialPlan]:
    """At most `limit` plans that the user may read, the newest first; a number is found by how it begins or ends. `customers`: those
    that the text names."""
    named = Q(number__istartswith=text) | Q(number__iendswith=text) | holds(user, "subject", text)
    rows = remedial.visible(user, at).filter(named | Q(customer__in=customers))
    return list(rows.select_related("customer").order_by("-begun_at", "-pk")[:limit])


def plans_of(user: User, keys: Collection[int], at: datetime) -> list[RemedialPlan]:
    """Those of these plans that the user may read."""
    return list(remedial.visible(user, at).filter(pk__in=keys).select_related("customer"))


def find_visits(user: User, customers: Collection[int], limit: int) -> list[ReturnVisit]:
    """At most `limit` visits to these customers that the user may read, the newest first."""
    if not customers:
        return []
    rows = visits.visible(user).filter(customer__in=customers).select_related("customer", "plan", "person")
    return list(rows.order_by("-due_on", "-pk")[:limit])


def visits_of(user: User, keys: Collection[int]) -> list[ReturnVisit]:
    """Those of these visits that the user may read."""
    return list(visits.visible(user).filter(pk__in=keys).select_related("customer", "plan", "person"))
