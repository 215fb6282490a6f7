"""Payments from a file: what the bank or the bookkeeping gives out, row by row (row T20)."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignment.policies import local_date
from crm_project.lib.refused import Refused
from customers.importing.columns import Column, read
from customers.importing.files import Table, check_size
from customers.importing.finding import find
from customers.importing.values import line, moment, money

from .models import Contract, Payment
from .payments import enter

MOST = 1000
COLUMNS = {
    column.name: column
    for column in (
        Column("customer", line(200), gettext_lazy("Code or full name."), required=True),
        Column("received_on", moment, gettext_lazy("A day like 2026-03-01."), required=True),
        Column("amount", money, gettext_lazy("With at most two decimals."), required=True),
        Column(
            "reference",
            line(80),
            gettext_lazy("The bank's reference: it tells one payment from another."),
            required=True,
        ),
        Column("currency", line(3), gettext_lazy("Empty: CNY.")),
        Column("contract", line(40), gettext_lazy("Its number; empty: the oldest open instalments.")),
        Column("note", line(200)),
    )
}


class Said(NamedTuple):
    """What became of one row: new, unchanged or refused."""

    number: int
    result: str
    label: str
    sentence: str = ""


def bring(*, upload, by, at):
    """Enter every payment of a file; returns what became of each row. The same reference again changes nothing.

    All or nothing per row. Refuses the file as such with code format, columns, rows, … of the import.
    """
    check_size(upload.size)
    with NamedTemporaryFile(suffix=Path(upload.name).suffix.lower()) as kept:
        for piece in upload.chunks():
            kept.write(piece)
        kept.flush()
        table = Table(kept.name, upload.name, COLUMNS)
        if table.total > MOST:
            raise Refused(
                _("The file has %(n)d rows; at most %(most)d payments at once: split it.")
                % {"n": table.total, "most": MOST},
                code="rows",
            )
        rows = [(row.number, *read(row, COLUMNS)) for row in table.rows()]
    customers = find(values["customer"] for _n, values, problems in rows if not problems)
    numbers = [values["contract"] for _n, values, problems in rows if not problems and "contract" in values]
    contracts = dict(Contract.objects.filter(number__in=numbers).values_list("number", "pk"))
    return [_one(number, values, problems, customers, contracts, by, at) for number, values, problems in rows]


def _one(number, values, problems, customers, contracts, by, at):
    label = values.get("reference", "")
    if problems:
        return Said(number, "refused", label, " ".join(problems))
    customer_id = customers.get(values["customer"])
    if customer_id is None:
        return Said(
            number, "refused", label, _("customer: there is no “%(name)s”.") % {"name": values["customer"][:80]}
        )
    if "contract" in values and values["contract"] not in contracts:
        return Said(number, "refused", label, _("contract: there is no “%(number)s”.") % {"number": values["contract"]})
    standing = Payment.objects.filter(reference=label, voided_at=None).first()
    if standing is not None and (standing.customer_id, standing.amount) == (customer_id, values["amount"]):
        return Said(number, "unchanged", label)
    try:
        enter(
            customer_id=customer_id,
            by=by,
            at=at,
            received_on=local_date(values["received_on"]),
            amount=values["amount"],
            currency=values.get("currency", "CNY").upper(),
            reference=label,
            note=values.get("note", ""),
            contract_id=contracts.get(values.get("contract")),
        )
    except Refused as refusal:
        return Said(number, "refused", label, refusal.sentence)
    return Said(number, "new", label)
