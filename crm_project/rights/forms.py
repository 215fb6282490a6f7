"""Asking for a right (row Ne6)."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models.choices import Scope
from crm_project.lib.day_fields import NextDay
from crm_project.lib.form_fields import FilesField, choice_field

from .presenters.offered import offered


class RightForm(forms.Form):
    """Which right, how far, until when, why, and the proof."""

    action = forms.ChoiceField(label=_("Right"))
    scope = forms.ChoiceField(label=_("How far"), choices=Scope)
    until = NextDay(
        label=pgettext_lazy("last day", "Until"), required=False, help_text=_("The last day. Leave it empty for good.")
    )
    reason = forms.CharField(
        label=_("What you need it for"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000})
    )
    files = FilesField(label=_("Proof"), required=False)  # type: ignore[assignment]

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "action").choices = [("", "–"), *offered(person)]
