"""What was paid before the company moved in: a file of contracts states it, an opening payment carries it (row T20)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contracts.domain.collections import overdue
from contracts.models import Allocation, Contract, Instalment, Payment
from crm_project.accounts.models import User
from crm_project.lib.database import bulk
from crm_project.lib.time import local_date

from .instalments import usual_day


def record_opening(rows: Sequence[dict[str, Any]], *, at: datetime, by: User | None = None) -> None:
    """Plans and opening payments of contracts just inserted: [{pk, customer_id, amount, paid, currency, signed_at, due_at}]; set-based."""
    if not rows:
        return
    day = local_date(at)
    parts = [
        {
            "contract_id": row["pk"],
            "number": 1,
            "due_on": usual_day(row["signed_at"], row["due_at"]),
            "amount": row["amount"],
            "assumed": row["due_at"] is None,
            "paid": min(row["paid"], row["amount"]),
            "paid_on": _when(row, day) if row["paid"] >= row["amount"] else None,
        }
        for row in rows
    ]
    keys = dict(zip((row["pk"] for row in rows), bulk.insert(Instalment, parts), strict=True))
    paid = [row for row in rows if row["paid"] > 0]
    payments = bulk.insert(
        Payment,
        [
            {
                "customer_id": row["customer_id"],
                "received_on": _when(row, day),
                "amount": row["paid"],
                "currency": row["currency"],
                "allocated": min(row["paid"], row["amount"]),
                "opening_of_id": row["pk"],
            }
            for row in paid
        ],
        entered_by_id=getattr(by, "pk", by),
        entered_at=at,
    )
    bulk.insert(
        Allocation,
        [
            {"payment_id": payment, "instalment_id": keys[row["pk"]], "amount": min(row["paid"], row["amount"])}
            for payment, row in zip(payments, paid, strict=True)
        ],
    )


def _when(row: Mapping[str, Any], day: date) -> date:
    """Nobody knows the day: that of signing, and never one to come."""
    return min(local_date(row["signed_at"]), day)


def _parts(contract: Contract) -> list[Allocation]:
    return list(Allocation.objects.filter(payment__opening_of=contract).select_related("instalment"))


def opening_payments(contract_ids: Sequence[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """{contract: (received, matched)} of the opening payments that there are."""
    rows = Payment.objects.filter(opening_of__in=contract_ids, voided_at=None).order_by()
    return {pk: (amount, matched) for pk, amount, matched in rows.values_list("opening_of_id", "amount", "allocated")}


def restatable(contract: Contract, paid: Decimal) -> bool:
    """Whether a file may say that so much was paid: not less than finance entered here, and nothing of it was matched elsewhere."""
    parts = _parts(contract)
    others = contract.paid_amount - sum(part.amount for part in parts)
    return paid >= others and all(part.instalment.contract_id == contract.pk for part in parts)


def restate_opening(contract: Contract, paid: Decimal, *, at: datetime, by: User | None = None) -> None:
    """A later file states another sum for this contract (of a locked customer): the opening payment becomes that, others stay."""
    with overdue.replanned(contract, at=at):
        _restate(contract, paid, at, by)


def postpone_opening(contract: Contract, due_on: date, *, at: datetime) -> None:
    """A later file names the day on which this contract (of a locked customer) is due: a plan of one part follows it."""
    with overdue.replanned(contract, at=at):
        if contract.instalments.count() == 1:
            contract.instalments.update(due_on=due_on, assumed=False)


def _restate(contract: Contract, paid: Decimal, at: datetime, by: User | None) -> None:
    parts = _parts(contract)
    others = contract.paid_amount - sum(part.amount for part in parts)
    for part in parts:
        Instalment.objects.filter(pk=part.instalment_id).update(paid=part.instalment.paid - part.amount, paid_on=None)
        part.delete()
    Payment.objects.filter(opening_of=contract).delete()
    rest, matched = paid - others, Decimal(0)
    if rest > 0:
        row = Payment.objects.create(
            customer_id=contract.customer_id,
            received_on=min(local_date(contract.signed_at), local_date(at)),
            amount=rest,
            currency=contract.currency,
            opening_of=contract,
            entered_by=by,
            entered_at=at,
        )
        for due in contract.instalments.order_by("due_on", "number"):
            share = min(rest - matched, due.amount - due.paid)
            if share <= 0:
                continue
            Allocation.objects.create(payment=row, instalment=due, amount=share)
            full = due.paid + share == due.amount
            Instalment.objects.filter(pk=due.pk).update(
                paid=due.paid + share, paid_on=row.received_on if full else None
            )
            matched += share
        Payment.objects.filter(pk=row.pk).update(allocated=matched)
    Contract.objects.filter(pk=contract.pk).update(paid_amount=others + matched)
