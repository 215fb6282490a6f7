"""The figures of people as a table, each leading to the rows behind it; what each counts (rows Z2, Nf1)."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from crm_project import catalogue
from crm_project.accounts.domain.access import may
from crm_project.lib.figure import MONEY
from crm_project.lib.money import cents, money_text
from crm_project.lib.time import minute
from customers.domain.access import unseen
from customers.domain.access.gate import stands_open
from customers.domain.access.masking import CLEAR, masks_of, of_texts
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


class Reader:
    """What one person may read of rows: names of customers whose page they may open, and what a row names by its source's right.

    Two queries for all customers, one more for each restricted file among them.
    """

    def __init__(self, user, ids, at):
        self.user, self._ids = user, ids
        rows = Customer.objects.filter(pk__in=ids - unseen(user, ids, at)).select_related("ownership")
        customers = list(rows) if ids else []
        self.names = {row.pk: row.name for row in customers}
        self._masks = masks_of(user, customers)
        self._open = {row.pk for row in customers if stands_open(user, row, row.ownership_or_none, at)}

    def text(self, text):
        """What somebody wrote about all these customers at once: numbers are masked where one of them hides them, or can't be seen."""
        hidden = [self._masks.get(pk, CLEAR) for pk in self._ids if pk in self.names]
        strictest = next((mask for mask in hidden if mask), CLEAR)
        return (strictest if len(hidden) == len(self._ids) else of_texts(self.user)).text(text)

    def text_of(self, customer_id, text):
        """A text of this customer's file, or "" where the file is closed to this person or has not been opened."""
        return self._masks.get(customer_id, CLEAR).text(text) if customer_id in self._open else ""

    def what(self, key, row):
        """What the row names, or "" where that is not for this person."""
        _figure, source = catalogue.figures()[key]
        if not source.needs or (row.customer_id in self._open and may(self.user, source.needs)):
            return self._masks.get(row.customer_id, CLEAR).text(source.worded(row.what))
        return ""


def behind(figure, rows, user, at):
    """The rows behind a figure: {when, customer, url, what, value}; customers whose page the user may not open stay unnamed."""
    reader = Reader(user, {row.customer_id for row in rows}, at)
    names = reader.names
    return [
        {
            "when": minute(row.at) if isinstance(row.at, datetime) else f"{row.at:%F}",
            "customer": names.get(row.customer_id) or _("a customer that you may not see"),
            "url": reverse("customers:detail", args=[row.customer_id]) if row.customer_id in names else "",
            "what": reader.what(figure.key, row),
            "value": value_text(figure, row.value) if figure.unit == MONEY else "",
        }
        for row in rows
    ]
