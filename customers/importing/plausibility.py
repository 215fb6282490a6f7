"""Values that can be read and may yet be wrong: the preview shows them, and the rows are taken. One sentence each, else an empty text."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from crm_project.lib.money import amount_text

from .values import written

FEWEST, MOST = 5, 20  # digits of a phone number, extension included
_USUAL = re.compile(r"\+?\d{3,6}[- ]?\d{4}[- ]?\d{0,6}", re.ASCII)  # most of them, at a glance
_LETTERS = re.compile(r"[^\W\d_]", re.UNICODE)
# What people write around a number: extension, landline, mobile, exchange.
_WORDS = re.compile(r"转|分机|ext\.?|extension|x(?=\s?\d)|tel\.?|电话|手机|座机|总机|或|or", re.IGNORECASE)


def of_phone(cell: object, value: str) -> str:
    """A phone number with letters, or with too few or too many digits."""
    if _USUAL.fullmatch(value):
        return ""
    digits = sum(sign.isdigit() for sign in value)
    if _LETTERS.search(_WORDS.sub("", value)):
        return _("“%(text)s” has letters in a phone number") % {"text": value[:40]}
    if "*" not in value and not FEWEST <= digits <= MOST:
        return _("“%(text)s” has %(n)d digits: check the phone number") % {"text": value[:40], "n": digits}
    return ""


def of_amount(cell: object, value: Decimal) -> str:
    """An amount written with commas, in words of a currency, or in powers of ten."""
    text = written(cell)
    if "," in text or "，" in text or "E" in text.upper() and isinstance(cell, str):
        return _("“%(text)s” is read as %(value)s") % {"text": text[:40], "value": amount_text(value)}
    if value == 0:
        return _("the amount is zero")
    return ""


def of_day(cell: object, value: date) -> str:
    """A day before any of this was kept in files: the zero of a spreadsheet's calendar, or a slip of the year."""
    day = value.date() if isinstance(value, datetime) else value
    if day.year < 2000:
        return _("%(day)s is long ago: check the year") % {"day": day.isoformat()}
    return ""
