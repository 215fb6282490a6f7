"""Do the sums agree to the cent? Checked every night and by `check_sums`."""

from decimal import Decimal

from django.db.models import F, Manager, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Round
from django.utils.translation import gettext_lazy as _

from contracts.models import Allocation, Contract, Instalment, Payment

PLAN, PAID, INSTALMENT, PAYMENT = "plan", "paid", "instalment", "payment"
_MONEY = Contract._meta.get_field("amount")
WORDS = {
    PLAN: _("instalments do not add up to the contract amount"),
    PAID: _("the paid amount of the contract differs from its instalments"),
    INSTALMENT: _("the paid amount of an instalment differs from the matched payments"),
    PAYMENT: _("the matched amount of a payment differs from its details"),
}


def _sum(rows: Manager[Allocation] | Manager[Instalment], key: str, column: str) -> Round:
    total = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(total=Sum(column)).values("total")
    # Rounded: SQLite adds decimals as floating numbers.
    return Round(Coalesce(Subquery(total), 0, output_field=_MONEY), 2, output_field=_MONEY)


def drift(limit: int = 100) -> list[tuple[str, int, Decimal, Decimal]]:
    """[(what, primary key, stored, should be)] of everything that does not agree; four queries, each stops at `limit`."""
    confirmed = Contract.objects.filter(status=Contract.Status.CONFIRMED)
    asked = [
        (
            PLAN,
            confirmed.annotate(due=_sum(Instalment.objects, "contract", "amount")).exclude(due=F("amount")),
            "amount",
            "due",
        ),
        (
            PAID,
            Contract.objects.annotate(due=_sum(Instalment.objects, "contract", "paid")).exclude(due=F("paid_amount")),
            "paid_amount",
            "due",
        ),
        (
            INSTALMENT,
            Instalment.objects.annotate(due=_sum(Allocation.objects, "instalment", "amount")).exclude(due=F("paid")),
            "paid",
            "due",
        ),
        (
            PAYMENT,
            Payment.objects.annotate(due=_sum(Allocation.objects, "payment", "amount")).filter(
                ~Q(due=F("allocated")) | Q(due__gt=F("amount")) | Q(voided_at__isnull=False, due__gt=0)
            ),
            "allocated",
            "due",
        ),
    ]
    return [
        (what, pk, stored, due)
        for what, rows, column, other in asked
        for pk, stored, due in rows.order_by("pk").values_list("pk", column, other)[:limit]
    ]
