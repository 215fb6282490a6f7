"""Whether service may call a customer: the mark with its reason, and the owner's reason for a call all the same (row Nf15)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.day_fields import NextDay


class NoCallsForm(forms.Form):
    """Why service neither calls nor visits."""

    reason = forms.CharField(
        label=_("Why are there no service calls?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class AllowCallForm(forms.Form):
    """Why service may call all the same, and until when."""

    reason = forms.CharField(
        label=_("Why may service call or visit?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Service reads this before the call. It is kept in the audit."),
    )
    until = NextDay(label=_("Until the end of"))
