"""Regular orders, their payments and a few bad debts: what the grades of the demo company are computed from."""

from datetime import date, timedelta
from decimal import Decimal

from assignment.domain import deadlines
from contracts.models import BadDebt, Contract
from customers.models.choices import Stage

from .settled import settle
from .steps import at_hour


def write_orders(officials, raters):
    """Regular orders over six quarters for the official customers: who orders evenly and pays in time is graded well."""
    dice, rows, debts = raters.dice, [], []
    first = raters.quarters[0].months(12)[0]
    months = (raters.last.after.year - first.year) * 12 + raters.last.after.month - first.month
    for n, customer in enumerate(officials):
        good, size = dice.random(), dice.choice([120_000, 300_000, 800_000, 2_000_000, 4_500_000])
        for month in range(months):
            index = first.year * 12 + first.month - 1 + month
            if dice.random() > 0.35 + 0.65 * good:
                continue
            signed = at_hour(date(index // 12, index % 12 + 1, dice.randint(1, 27)), 15)
            amount = int(size * (1.15 - 0.6 * dice.random() * (1 - good) + month * 0.004)) // 100 * 100
            paid = amount if dice.random() < 0.55 + 0.45 * good else int(amount * dice.random())
            rows.append(
                Contract(
                    customer=customer,
                    number=f"XS-{signed:%Y%m}-{n + 1:04d}",
                    signed_at=signed,
                    amount=amount,
                    owner=customer.ownership.owner,
                    type="销售合同",
                    payment_method="银行转账",
                    status="confirmed",
                    recorded_by=customer.ownership.owner,
                    recorded_at=signed,
                    decided_at=signed,
                    stage_before=Stage.OFFICIAL,
                    stage_since_before=signed,
                    due_at=signed + timedelta(days=30),
                    paid_amount=paid,
                )
            )
        if n % 53 == 52:
            debts.append(
                BadDebt(
                    customer=customer,
                    amount=Decimal(size // 4),
                    declared_on=raters.last.first,
                    reason="客户停产，货款无法收回",
                    declared_by=raters.people["finance"],
                )
            )
    Contract.objects.bulk_create(rows, batch_size=500)
    settle(rows, today=raters.today, by=raters.people["finance"], at=raters.now)
    BadDebt.objects.bulk_create(debts)
    deadlines.refresh([c.pk for c in officials], at=raters.now)
