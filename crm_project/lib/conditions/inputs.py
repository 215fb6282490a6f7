"""The inputs of conditions: each kind of value with its own widget and its own sentence where it is wrong."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.amount_fields import AmountField, FigureInput
from crm_project.lib.day_fields import DayInput, SoughtDay
from crm_project.lib.phone_numbers import is_number
from crm_project.lib.query_values import Several

# A date that many days away still lies in the calendar.
FARTHEST = 3660


def number_of_days(_user: Any) -> dict[str, forms.Field]:
    """How many days."""
    # No number input: it would not show what is wrong in an address.
    widget = forms.TextInput(attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off"})
    return {"days": forms.IntegerField(min_value=0, max_value=FARTHEST, label=_("days"), widget=widget)}


def two_days(_user: Any) -> dict[str, forms.Field]:
    """From one day to another, either of them left open."""

    def one(label: Any) -> forms.Field:
        return SoughtDay(required=False, label=label, widget=DayInput({"class": "form-control"}))

    return {"from": one(pgettext_lazy("condition", "from")), "until": one(pgettext_lazy("condition", "until"))}


def two_amounts(_user: Any) -> dict[str, forms.Field]:
    """From one amount to another, either of them left open."""

    def one(label: Any) -> forms.Field:
        return AmountField(required=False, label=label, widget=FigureInput({"class": "form-control"}))

    return {"from": one(pgettext_lazy("condition", "from")), "until": one(pgettext_lazy("condition", "until"))}


def several_of(choices: Iterable[tuple[Any, Any]]) -> Callable[[Any], dict[str, forms.Field]]:
    """Several of a fixed list."""

    def inputs(_user: Any) -> dict[str, forms.Field]:
        return {
            "value": forms.MultipleChoiceField(
                choices=choices, label=pgettext_lazy("condition", "value"), widget=_many()
            )
        }

    return inputs


def several_rows(rows: Callable[[Any], "QuerySet[Any, Any]"]) -> Callable[[Any], dict[str, forms.Field]]:
    """Several rows of a table, of those that the person may choose."""

    def inputs(user: Any) -> dict[str, forms.Field]:
        return {"value": Several(queryset=rows(user), label=pgettext_lazy("condition", "value"), widget=_many())}

    return inputs


def _many() -> forms.SelectMultiple:
    return forms.SelectMultiple(attrs={"data-select": "", "data-placeholder": _("Choose …"), "class": "form-select"})


class _Words(forms.CharField):
    """A piece of a name. Numbers are looked for in the search box, which knows who may see which and keeps them out of the address."""

    def clean(self, value: Any) -> str:
        """The text, or a ValidationError."""
        text: str = super().clean(value)
        if is_number(text):
            raise ValidationError(_("Enter a word: numbers are found by the search box."), code="number")
        return text


def words(_user: Any) -> dict[str, forms.Field]:
    """A piece of a text."""
    return {
        "value": _Words(
            max_length=60,
            label=pgettext_lazy("condition", "text"),
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )
    }


class ValueForm(forms.Form):
    """What one condition was given. `inputs`: the fields of its operator."""

    def __init__(self, inputs: dict[str, forms.Field], data: Any = None, *, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix)
        self.fields.update(inputs)

    def clean(self) -> dict[str, Any]:
        """A range needs one end, and the ends in their order."""
        found: dict[str, Any] = self.cleaned_data
        if "until" in self.fields and not self.errors:
            first, last = found["from"], found["until"]
            if first is None and last is None:
                self.add_error("from", ValidationError(_("Enter at least one of the two."), code="open"))
            elif first is not None and last is not None and first > last:
                self.add_error("until", ValidationError(_("The end lies before the beginning."), code="order"))
        return found

    def problem(self) -> str:
        """The first sentence of what is wrong, or nothing."""
        return next((str(sentence) for rows in self.errors.values() for sentence in rows), "")
