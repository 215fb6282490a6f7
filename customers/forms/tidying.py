"""What tidying many rows asks: by when, or why (row Ne8)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.day_fields import NextDay


class AskForm(forms.Form):
    """By when the owners complete their files."""

    due_on = NextDay(label=_("By when"))


class RemoveManyForm(forms.Form):
    """Why these customers are invalid; whoever entered them reads it."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
