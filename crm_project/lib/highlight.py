"""The words that were searched for, marked in what was found."""

import re
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# What may stand between the digits of one number: 139-1234 5678.
_BETWEEN = r"[\s().-]{0,2}"


def _expression(word: str) -> str:
    digits = re.sub(r"[\s().+-]", "", word)
    return _BETWEEN.join(digits) if digits.isdecimal() and digits.isascii() else re.escape(word)


def marked(text: str, words: Sequence[str]) -> SafeString:
    """The text as safe HTML, each of the words marked wherever it stands, whatever its case."""
    wanted = sorted(filter(None, map(_expression, words)), key=len, reverse=True)
    if not wanted:
        return format_html("{}", text)
    parts = re.split(f"({'|'.join(wanted)})", text, flags=re.IGNORECASE)
    return format_html_join("", "{}", ((_mark(part) if n % 2 else part,) for n, part in enumerate(parts)))


def _mark(part: str) -> SafeString:
    return format_html("<mark>{}</mark>", part)
