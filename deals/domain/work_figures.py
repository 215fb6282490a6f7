"""Which deals and quotes count as people's work: opened, moved on, won, lost, quoted (rows Z2, Na12)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from crm_project.lib.time import day_bounds
from deals.models import CURRENCY, Deal, Progress, Quote
from deals.models.choices import Status


def opened(people: Collection[int], first: date, last: date) -> QuerySet[Deal]:
    """Deals that these people opened on these days."""
    begin, end = day_bounds(first, last)
    return Deal.objects.filter(created_by__in=people, created_at__gte=begin, created_at__lt=end)


def moved_on(people: Collection[int], first: date, last: date) -> QuerySet[Progress, Any]:
    """Their records of these days by which a deal reached a later stage, with `old` and `new`, the numbers of the stages."""
    begin, end = day_bounds(first, last)
    rows = Progress.objects.filter(author__in=people, at__gte=begin, at__lt=end, changes__has_key="stage")
    rows = rows.exclude(changes__has_key="status").annotate(
        old=Cast(KT("changes__stage__0"), IntegerField()), new=Cast(KT("changes__stage__1"), IntegerField())
    )
    return rows.filter(new__gt=F("old"))


def closed(status: str, people: Collection[int], first: date, last: date) -> QuerySet[Deal]:
    """Deals of these people that were won or lost on these days and still are."""
    begin, end = day_bounds(first, last)
    return Deal.objects.filter(owner__in=people, status=status, closed_at__gte=begin, closed_at__lt=end)


def won_in_cny(people: Collection[int], first: date, last: date) -> QuerySet[Deal]:
    """Those won whose amount is in CNY: amounts of other currencies add up to nothing."""
    return closed(Status.WON, people, first, last).filter(currency=CURRENCY)


def results(people: Collection[int], first: date, last: date) -> QuerySet[Deal, Any]:
    """(person, deals won, their amount in CNY, deals lost): the sums of `closed` and `won_in_cny`, in one query."""
    begin, end = day_bounds(first, last)
    rows = Deal.objects.filter(owner__in=people, closed_at__gte=begin, closed_at__lt=end).exclude(status=Status.OPEN)
    won = Q(status=Status.WON)
    return (
        rows.order_by()
        .values_list("owner_id")
        .annotate(
            won=Count("pk", filter=won),
            amount=Sum("amount", filter=won & Q(currency=CURRENCY)),
            lost=Count("pk", filter=Q(status=Status.LOST)),
        )
    )


def quoted(people: Collection[int], first: date, last: date) -> QuerySet[Quote]:
    """Quotes that these people wrote on these days."""
    begin, end = day_bounds(first, last)
    return Quote.objects.filter(created_by__in=people, created_at__gte=begin, created_at__lt=end)
