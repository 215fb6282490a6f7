"""Naming a series of contract numbers (row Nc15)."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.edit_form import EditForm


class RenameForm(EditForm, forms.Form):
    """Its names in both languages."""

    name = forms.CharField(label=pgettext_lazy("entry", "Name"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60, required=False)


class SeriesForm(RenameForm):
    """A new one, with the letters that its numbers begin with."""

    key = forms.CharField(
        label=_("Prefix"),
        max_length=8,
        help_text=_("Numbers begin with it: HT gives HT-2026-0001. It can't be changed later."),
    )
    field_order = ["key", "name", "name_zh"]
