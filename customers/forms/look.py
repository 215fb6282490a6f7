"""Why a restricted file is opened, or a masked field shown."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LookForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you open this file?"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The audit records who opened it, when and why."),
    )


class RevealForm(forms.Form):
    reason = forms.CharField(
        label=_("What do you need them for?"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The audit records who viewed them, when and why."),
    )
