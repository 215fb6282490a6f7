"""The figures of people as a table, each leading to the rows behind it; what each counts (rows Z2, Nf1)."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from crm_project import catalogue
from crm_project.lib.figure import MONEY
from crm_project.lib.money import cents, money_text
from crm_project.lib.time import minute
from customers.domain.access import unseen
from customers.models import Customer


def figures():
    """Every figure, in the order of the apps."""
    return [figure for figure, _source in catalogue.figures().values()]


def value_text(figure, value):
    """12, or ¥1,250.00."""
    return money_text(cents(value)) if figure.unit == MONEY else number_format(value or 0, force_grouping=True)


def met(found):
    """The figures to show: all of a source of which one is not 0, or every figure where all are."""
    known = catalogue.figures().values()
    keys = {key for values in found.values() for key, value in values.items() if value}
    shown = [figure for figure, source in known if keys.intersection(one.key for one in source.figures)]
    return shown or figures()


def table(people, columns, found, first, last):
    """(rows, total): each row {name, cells: [{text, url}]}; zeros lead nowhere."""
    days = urlencode({"since": first.isoformat(), "until": last.isoformat()})
    rows = []
    for person in people:
        cells = []
        for figure in columns:
            value = found.get(person.pk, {}).get(figure.key, 0)
            url = reverse("reports:figure", args=[figure.key, person.pk])
            cells.append({"text": value_text(figure, value), "url": f"{url}?{days}" if value else ""})
        rows.append({"name": str(person), "cells": cells})
    total = [value_text(figure, sum(values.get(figure.key, 0) for values in found.values())) for figure in columns]
    return rows, total


def _read(figure, source, rows, user):
    """Which of the things that these rows name the user may read; one query, none where they name nothing."""
    things = {row.thing for row in rows} - {None}
    return {None, *source.readable(figure.key, user, things)} if things else {None}


def behind(figure, source, rows, user, at):
    """The rows behind a figure: {when, customer, url, what, value}; customers whose page the user may not open stay unnamed, and so
    does what stands in files that they may not read."""
    ids = {row.customer_id for row in rows}
    hidden = unseen(user, ids, at)
    read = _read(figure, source, rows, user)
    names = dict(Customer.objects.filter(pk__in=ids - hidden).values_list("pk", "name"))
    return [
        {
            "when": minute(row.at) if isinstance(row.at, datetime) else f"{row.at:%F}",
            "customer": names.get(row.customer_id) or _("a customer that you may not see"),
            "url": reverse("customers:detail", args=[row.customer_id]) if row.customer_id in names else "",
            "what": row.what if row.thing in read else _("not for you to read"),
            "value": value_text(figure, row.value) if figure.unit == MONEY else "",
        }
        for row in rows
    ]
