"""The name of a filter and who sees it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SavedFilterForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("entry", "Name"), max_length=60)
    shared = forms.BooleanField(
        label=_("Share with everybody"),
        required=False,
        help_text=_("Others see the filter, but only the customers that their role shows them."),
    )
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
