"""Form fields for amounts, prices, quantities and per cents: they take what people write (crm_project.lib.money)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.widgets import TextInput

from . import money


class FigureInput(TextInput):
    """A text, because a number input refuses commas and 万; phones show their digits all the same."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "data-figure": "", **(attrs or {})})


class FigureField(forms.DecimalField):
    """A figure; `read` turns what was typed into an exact number or a sentence."""

    widget = FigureInput
    read: Callable[[str], Decimal] = staticmethod(money.number)
    places = 0  # decimals that are shown even where they are 0

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number, or a ValidationError that says how to write it."""
        if value in self.empty_values:
            return None
        if isinstance(value, (int, Decimal)):
            return Decimal(value)
        try:
            return type(self).read(str(value))
        except ValueError as problem:
            raise forms.ValidationError(str(problem), code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """What stands there, with thousands separated; what was typed stays as it was typed."""
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            return value
        text = money.quantity_text(Decimal(str(value)))
        missing = self.places - len(text.partition(".")[2])
        return text if missing <= 0 else f"{text}{'' if '.' in text else '.'}{'0' * missing}"


class AmountField(FigureField):
    """An amount to the cent: ¥1,250,000.00, 125万."""

    read = staticmethod(money.amount)
    places = 2

    def __init__(self, *, max_digits: int = 16, decimal_places: int = 2, **rest: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **rest)


class PriceField(AmountField):
    """The price of one; it may have more decimals than an amount."""

    read = staticmethod(money.price)


class QuantityField(FigureField):
    """How many."""

    def __init__(self, *, max_digits: int = 12, decimal_places: int = 2, **rest: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **rest)


class PercentField(FigureField):
    """A share of a hundred, with or without its sign."""

    read = staticmethod(money.percent)

    def __init__(self, *, max_digits: int = 5, decimal_places: int = 2, **rest: Any) -> None:
        super().__init__(
            **({"min_value": 0, "max_value": 100} | rest), max_digits=max_digits, decimal_places=decimal_places
        )
