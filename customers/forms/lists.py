"""Entries of managed lists, and what a department asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..minimum import ASKABLE


class ListItemForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("entry", "Name"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60, required=False)


class MinimumForm(forms.Form):
    asked = forms.MultipleChoiceField(
        label=_("Asked for besides the full name"), choices=list(ASKABLE.items()), required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
