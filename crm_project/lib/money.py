"""Amounts and currencies: read as people write them, rounded to the cent, written with thousands separated."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .characters import identifier

LARGEST = Decimal("1e14")
CENT = Decimal("0.01")
_NOISE = Decimal("0.0001")  # what a spreadsheet's arithmetic leaves behind a cent: 0.30000000000000004
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?(?:E[+-]?\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_CNY = frozenset({"CNY", "RMB", "CN¥", "¥", "人民币", "人民币元", "元", "圆", "YUAN"})
_BEFORE = ("CNY", "RMB", "CN¥", "人民币", "¥")
_AFTER = ("CNY", "RMB", "人民币元", "人民币", "元", "圆", "整")


def cents(value: Decimal | None) -> Decimal:
    """The amount in whole cents; None is nothing. SQLite adds decimals as floating numbers, so sums are made whole here."""
    return Decimal(value or 0).quantize(CENT, ROUND_HALF_UP)


def amount_text(value: Decimal | int | str, places: int = 2) -> str:
    """1,234,567.00: thousands separated in either language, halves upwards; None is 0."""
    return f"{Decimal(value or 0).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def currency(text: str) -> str:
    """The code of a currency; CNY for the words that people write for it. Which others exist is for the caller to say."""
    kept = identifier(text).upper().replace("￥", "¥")
    return "CNY" if kept in _CNY else kept


def amount(text: str) -> Decimal:
    """An amount of CNY with at most two decimals; a comma separates thousands only. ValueError with a sentence."""
    shown = text.strip()[:40]
    kept = identifier(text).upper().replace("￥", "¥").replace("−", "-")
    for word in _BEFORE:
        kept = kept.removeprefix(word).strip()
    for word in _AFTER[::-1]:
        kept = kept.removesuffix(word).strip()
    if _GROUPED.fullmatch(kept):
        kept = kept.replace(",", "")
    elif "," in kept:
        raise ValueError(
            _("“%(text)s” is not an amount: use commas for thousands only, such as 1250.00") % {"text": shown}
        )
    if not _PLAIN.fullmatch(kept) or len(kept) > 40:
        raise ValueError(_("“%(text)s” is not an amount; use a format such as 1250.00") % {"text": shown})
    try:
        found = Decimal(kept)
        rounded = found.quantize(CENT, ROUND_HALF_UP)
    except InvalidOperation:
        raise ValueError(_("“%(text)s” is too large") % {"text": shown}) from None
    if abs(found - rounded) > _NOISE:
        raise ValueError(_("“%(text)s” has more than two decimals") % {"text": shown})
    if not abs(rounded) < LARGEST:
        raise ValueError(_("“%(text)s” is too large") % {"text": shown})
    return rounded + 0  # no -0.00
