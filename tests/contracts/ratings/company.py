"""What the stories of the rating are told with: a graded customer, its contracts and payments, points by hand."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.models import Allocation, Contract, Delivery, Instalment, Payment
from contracts.ratings.domain import grades
from contracts.ratings.models import IndicatorScore, Rating
from contracts.ratings.rules.default_scorecard import default_body
from contracts.ratings.rules.quarters import Quarter
from tests.cast import CHINA, NOW, customer

# The clock stands at 2 March 2026: the quarter whose facts are rated is the last of 2025.
Q = Quarter(2025, 4)
FULL = {line["key"]: Decimal(line["full"]) for line in default_body("direct")["indicators"]}
_numbers = iter(range(1, 10**9))


def client(owner=None, segment="direct", **fields):
    """A customer that is rated."""
    return customer(owner, segment=segment, **fields)


def signed(row, day, amount, *, status="confirmed", due=None, paid=0, **fields):
    """A contract signed on a day of the company's calendar."""
    moment = datetime.combine(day, datetime.min.time(), CHINA)
    due_at = datetime.combine(due, datetime.min.time(), CHINA) if due else None
    return Contract.objects.create(
        customer=row,
        number=f"R-{next(_numbers)}",
        signed_at=moment,
        amount=amount,
        status=status,
        recorded_at=moment,
        due_at=due_at,
        paid_amount=paid,
        **fields,
    )


def delivered(contract, day, amount):
    return Delivery.objects.create(contract=contract, planned_on=day, delivered_on=day, amount=amount, what="goods")


def part(contract, due, amount, *payments):
    """An instalment and what was paid of it: (day, amount), …"""
    row = Instalment.objects.create(
        contract=contract, number=contract.instalments.count() + 1, due_on=due, amount=amount
    )
    for day, paid in payments:
        got = Payment.objects.create(customer=contract.customer, received_on=day, amount=paid, entered_at=NOW)
        Allocation.objects.create(payment=got, instalment=row, amount=paid)
    return row


def points(row, quarter=Q, by=None, **given):
    """Points by hand: all others have none."""
    for key, value in given.items():
        IndicatorScore.objects.update_or_create(
            customer=row,
            quarter=str(quarter),
            indicator=key,
            defaults={"points": value, "by": by, "at": NOW - timedelta(days=1)},
        )


def total(row, wanted, quarter=Q, credit=15):
    """Points by hand on all nine indicators that make `wanted` together."""
    left = Decimal(str(wanted)) - Decimal(str(credit))
    given = {"credit_performance": Decimal(str(credit))}
    for key, full in FULL.items():
        if key not in given:
            given[key] = max(min(left, full), Decimal(0))
            left -= given[key]
    assert left == 0, f"{wanted} can't be made with {credit} points of credit performance"
    points(row, quarter, **given)


def rate(quarter=Q):
    """Everybody is graded by what stands now."""
    grades.run_rating(quarter=quarter, at=NOW)


def grade_of(row, quarter=Q):
    return Rating.objects.get(customer=row, quarter=str(quarter), latest=True)


def day(month, number, year=2025):
    return date(year, month, number)
