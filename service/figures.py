"""The figures of service (rows Z2, Ni22)."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from crm_project.lib.figure import Figure, FigureRow, FigureSource, key_of
from crm_project.lib.time import day_bounds
from service.models import ReturnVisit, ServiceOrder
from service.models.choices import Status
from service.rules.visits import DONE

FIGURES = (
    Figure(
        "orders_done",
        _("Service orders done"),
        _("Service orders that the person had when the work was done. Cancelled ones do not count."),
    ),
    Figure(
        "visits_reported",
        _("Return visits reported"),
        _("Return visits that took place on these days and whose report the person wrote."),
    ),
)


def _found(key, people, first, last):
    """(rows, the column of the person, the column of the day)"""
    begin, end = day_bounds(first, last)
    if key == "orders_done":
        orders = ServiceOrder.objects.filter(assigned__in=people, done_at__gte=begin, done_at__lt=end)
        return orders.exclude(status=Status.CANCELLED), "assigned_id", "done_at"
    visits = ReturnVisit.objects.filter(reported_by__in=people, status=DONE, held_on__gte=first, held_on__lte=last)
    return visits, "reported_by_id", "held_on"


def _count(people, first, last):
    out = {}
    for figure in FIGURES:
        rows, person, _day = _found(figure.key, people, first, last)
        out |= {(pk, figure.key): n for pk, n in rows.order_by().values_list(person).annotate(n=Count("pk"))}
    return out


def _rows(keys, person, first, last):
    return {key: _rows_of(key, person, first, last) for key in keys}


def _rows_of(key, person, first, last):
    rows, _person, day = _found(key, [person], first, last)
    found = rows.order_by(f"-{day}", "-pk")
    return [FigureRow(getattr(one, day), one.customer_id, str(one), key=key_of(one)) for one in found]


SOURCES = (FigureSource(40, FIGURES, _count, _rows, needs="service.view"),)
