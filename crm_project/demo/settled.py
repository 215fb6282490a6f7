"""Instalments and payments of the contracts that the credit grades look back on, so that all sums agree."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from contracts.models import Allocation, Instalment, Payment
from crm_project.lib.database import bulk
from crm_project.lib.time import local_date


def settle(contracts, *, today, by, at):
    """What was paid as an instalment with its payment, what is still owed as one that falls due in the coming months."""
    dice, parts = Random(20260303), []
    for row in contracts:
        paid, due = Decimal(row.paid_amount), local_date(row.due_at)
        shares = [(paid, paid, due), (row.amount - paid, Decimal(0), today + timedelta(dice.randint(20, 120)))]
        for n, (amount, share, on) in enumerate([part for part in shares if part[0]], start=1):
            parts.append((row, {"number": n, "amount": amount, "paid": share, "due_on": on}))
    plans = [
        {"contract_id": row.pk, "paid_on": min(p["due_on"], today) if p["paid"] else None, **p} for row, p in parts
    ]
    came = [
        (key, row, part["paid"], min(part["due_on"], today))
        for key, (row, part) in zip(bulk.insert(Instalment, plans), parts, strict=True)
        if part["paid"]
    ]
    payments = [
        {
            "customer_id": row.customer_id,
            "received_on": on,
            "amount": paid,
            "allocated": paid,
            "reference": f"R{row.pk:05d}",
        }
        for _key, row, paid, on in came
    ]
    ids = bulk.insert(Payment, payments, entered_by_id=by.pk, entered_at=at)
    matches = [
        {"payment_id": pk, "instalment_id": key, "amount": paid}
        for pk, (key, _row, paid, _on) in zip(ids, came, strict=True)
    ]
    bulk.insert(Allocation, matches)
