"""What somebody typed into an address or sent with a form by hand, read without breaking."""

from collections.abc import Iterable
from typing import Any

from django import forms

# The largest key that a database stores.
LARGEST = 2**63 - 1


def _too_large(text: str) -> bool:
    # The length first: Python itself refuses to read thousands of digits.
    return len(text) > 19 or int(text) > LARGEST


def keys(values: Iterable[str]) -> list[int]:
    """Those that can be the key of a row, as numbers."""
    return [int(value) for value in map(str, values) if value.isdecimal() and not _too_large(value)]


class Several(forms.ModelMultipleChoiceField):
    """Several rows; a key larger than any is no choice, as one that does not exist."""

    def clean(self, value: Any) -> Any:
        """The chosen rows, or a ValidationError."""
        if isinstance(value, (list, tuple)) and any(str(one).isdecimal() and _too_large(str(one)) for one in value):
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": "…"}
            )
        return super().clean(value)
