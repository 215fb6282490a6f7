"""Figures as people write them here in either language: 1,234,567.00 (the Chinese locale of Django groups by nothing)."""

from decimal import ROUND_HALF_UP, Decimal


def amount_text(value, places=2):
    """A sum with thousands separated, halves upwards; None is 0."""
    return f"{Decimal(value or 0).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"
