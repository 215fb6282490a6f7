"""Reasons given around duplicates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.form_fields import set_queryset

from ..models import Customer
from .widgets import SearchedSelect


class ApplyForm(forms.Form):
    """Why the customer should be one's own."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Describe since when you have known the customer and what you have done; the owner's manager will see it."
        ),
    )


class MergeForm(forms.Form):
    """Why these two are one."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class MergeWithForm(forms.Form):
    """The other one, named by hand."""

    other = forms.ModelChoiceField(Customer.objects.none(), label=_("Same company as"), widget=SearchedSelect)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "other", rows, lambda customer: f"{customer.name} · {customer.code}")


class RemoveForm(forms.Form):
    """What is wrong with the entry."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
