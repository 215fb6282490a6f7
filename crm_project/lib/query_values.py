"""What somebody typed into an address or sent with a form by hand, read without breaking."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_date

# The largest key that a database stores.
LARGEST = 2**63 - 1
# Days that a company may ask about: at the edges of the calendar, a time zone leads beyond it.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def _too_large(text: str) -> bool:
    # The length first: Python itself refuses to read thousands of digits.
    return len(text) > 19 or int(text) > LARGEST


def keys(values: Iterable[str]) -> list[int]:
    """Those that can be the key of a row, as numbers."""
    return [int(value) for value in map(str, values) if value.isdecimal() and not _too_large(value)]


def key(value: str) -> int:
    """The same of one; 0, which names nothing, where it can be none."""
    return next(iter(keys([value])), 0)


def day(text: str | None) -> date | None:
    """The date of an address (`2026-03-01`); None where it is no date, or one at the edge of the calendar."""
    try:
        named = parse_date(text or "")
    except ValueError:  # 30 February
        return None
    return named if named and FIRST_DAY <= named <= LAST_DAY else None


class Several(forms.ModelMultipleChoiceField):
    """Several rows; a key larger than any is no choice, as one that does not exist."""

    def clean(self, value: Any) -> Any:
        """The chosen rows, or a ValidationError."""
        if isinstance(value, (list, tuple)) and any(str(one).isdecimal() and _too_large(str(one)) for one in value):
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": "…"}
            )
        return super().clean(value)
