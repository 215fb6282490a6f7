"""The figures of deals (rows Z2, Nf3)."""

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from crm_project.lib.figure import MONEY, Figure, FigureRow, FigureSource
from crm_project.lib.money import cents
from crm_project.lib.time import day_bounds
from deals.domain.access import visible
from deals.models import CURRENCY, Deal
from deals.models.choices import Status

FIGURES = (
    Figure(
        "deals_won",
        _("Deals won"),
        _(
            "Deals by the day on which they were won, for the person responsible for the deal. Reopened ones do not count."
        ),
    ),
    Figure(
        "deal_amount",
        _("Amount of deals won"),
        _("The amounts of these deals. Deals in other currencies do not count."),
        MONEY,
    ),
)


def _won(people, first, last):
    begin, end = day_bounds(first, last)
    return Deal.objects.filter(status=Status.WON, owner__in=people, closed_at__gte=begin, closed_at__lt=end)


def _count(people, first, last):
    rows = _won(people, first, last).order_by()
    out = {(person, "deals_won"): n for person, n in rows.values_list("owner_id").annotate(n=Count("pk"))}
    amounts = rows.filter(currency=CURRENCY).values_list("owner_id").annotate(total=Sum("amount"))
    return out | {(person, "deal_amount"): cents(total) for person, total in amounts}


def _rows(key, person, first, last):
    rows = _won([person], first, last).order_by("-closed_at", "-pk")
    if key == "deal_amount":
        rows = rows.filter(currency=CURRENCY)
    return [
        FigureRow(one.closed_at, one.customer_id, one.name, 1 if key == "deals_won" else one.amount, one.pk)
        for one in rows
    ]


def _readable(_key, user, things):
    return visible(user, few=True).filter(pk__in=things).order_by().values_list("pk", flat=True)


SOURCES = (FigureSource(25, FIGURES, _count, _rows, _readable),)
