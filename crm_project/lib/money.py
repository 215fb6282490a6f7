"""Amounts and currencies: read as people write them, rounded to the cent, written with thousands separated."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _

from .characters import identifier

LARGEST = Decimal("1e14")
CENT = Decimal("0.01")
_NOISE = Decimal("0.0001")  # what a spreadsheet's arithmetic leaves behind a cent: 0.30000000000000004
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:E[+-]?\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+|(?: \d{3})+)(?:\.\d*)?", re.ASCII)
# 125万 is 1,250,000: what Chinese writes for powers of ten, the longer ones first.
_POWERS = {"千万": 7, "百万": 6, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
_CNY = frozenset({"CNY", "RMB", "CN¥", "¥", "人民币", "人民币元", "元", "圆", "YUAN"})
_BEFORE = ("CNY", "RMB", "CN¥", "人民币", "¥")
_AFTER = ("CNY", "RMB", "CN¥", "¥", "人民币元", "人民币", "元", "圆", "整")
# What stands before an amount; a currency without a sign of its own is named by its code.
SIGNS = {"CNY": "¥", "USD": "US$", "EUR": "€", "HKD": "HK$", "JPY": "JP¥", "GBP": "£"}
NO_BREAK = "\u00a0"


def cents(value: Decimal | None) -> Decimal:
    """The amount in whole cents; None is nothing. SQLite adds decimals as floating numbers, so sums are made whole here."""
    return Decimal(value or 0).quantize(CENT, ROUND_HALF_UP)


def amount_text(value: Decimal | int | str | None, places: int = 2) -> str:
    """1,234,567.00: thousands separated in either language, halves upwards; None is 0."""
    return f"{Decimal(value or 0).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"


def money_text(value: Decimal | int | str | None, currency: str = "CNY", places: int = 2) -> str:
    """¥26,500.00, -¥5.00, SEK 12.00: an amount as every page, document and mail writes it; without a currency the figure alone."""
    text = amount_text(value, places)
    sign = SIGNS.get(currency, f"{currency}{NO_BREAK}" if currency else "")
    return f"-{sign}{text[1:]}" if text.startswith("-") else f"{sign}{text}"


def price_text(value: Decimal | int | str | None, currency: str = "CNY", unit: str = "") -> str:
    """¥26,500.00 / 台: the price of one, with as many decimals as it has, two at least."""
    exact = Decimal(value or 0).normalize().as_tuple().exponent
    text = money_text(value, currency, max(2, -exact if isinstance(exact, int) else 2))
    return f"{text}{NO_BREAK}/{NO_BREAK}{unit}" if unit else text


def quantity_text(value: Decimal | int | str | None, unit: str = "") -> str:
    """1,250.5 台: thousands separated, no needless zeros."""
    text = f"{Decimal(value or 0):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}{NO_BREAK}{unit}" if unit else text


def currency(text: str) -> str:
    """The code of a currency; CNY for the words that people write for it. Which others exist is for the caller to say."""
    kept = identifier(text).upper().replace("￥", "¥")
    return "CNY" if kept in _CNY else kept


def number(text: str, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Decimal:
    """A figure as people write it: 1,250,000 or 1 250 000, full-width digits, 125万, 1.25亿; exact. ValueError with a sentence.

    `before` and `after`: what may stand around it, such as the signs of a currency. A comma separates thousands only.
    """
    shown = text.strip()[:40]
    kept = identifier(text).upper().replace("￥", "¥").replace("−", "-").replace("，", ",")
    minus = kept.startswith("-") and kept[1:].lstrip().startswith(before)
    kept = kept[1:].lstrip() if minus else kept
    for word in before:
        kept = kept.removeprefix(word).strip()
    for word in after[::-1]:
        kept = kept.removesuffix(word).strip()
    power = 0
    for word, zeros in _POWERS.items():
        if kept.endswith(word):
            kept, power = kept.removesuffix(word).strip(), zeros
            break
    if _GROUPED.fullmatch(kept):
        kept = kept.replace(",", "").replace(" ", "")
    elif "," in kept:
        raise ValueError(
            _("“%(text)s” is not an amount: use commas for thousands only, such as 1,250.00") % {"text": shown}
        )
    if not _PLAIN.fullmatch(kept) or len(kept) > 40:
        raise ValueError(_("“%(text)s” is not an amount: write it like 1,250.00 or 125万") % {"text": shown})
    found = Decimal(kept).scaleb(power)
    return -found if minus else found


def amount(text: str) -> Decimal:
    """An amount of CNY with at most two decimals, written as in `number` or with ¥, CNY, 元. ValueError with a sentence."""
    found, shown = number(text, _BEFORE, _AFTER), text.strip()[:40]
    try:
        rounded = found.quantize(CENT, ROUND_HALF_UP)
    except InvalidOperation:
        raise ValueError(_("“%(text)s” is too large") % {"text": shown}) from None
    if abs(found - rounded) > _NOISE:
        raise ValueError(_("“%(text)s” has more than two decimals") % {"text": shown})
    if not abs(rounded) < LARGEST:
        raise ValueError(_("“%(text)s” is too large") % {"text": shown})
    return rounded + 0  # no -0.00


def price(text: str) -> Decimal:
    """The price of one, which may have more than two decimals. ValueError with a sentence."""
    return number(text, _BEFORE, _AFTER)


def percent(text: str) -> Decimal:
    """12.5 or 12.5 %. ValueError with a sentence."""
    return number(text, after=("%",))
