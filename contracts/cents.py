"""Amounts to the cent: SQLite adds decimals as floating numbers, so sums and what is stored of them are made whole here."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def cents(value):
    """The amount in whole cents; None is nothing."""
    return Decimal(value or 0).quantize(CENT, ROUND_HALF_UP)
