"""A signed contract as it is recorded, and the reason why one is void."""

from datetime import datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from assignment.policies import zone
from customers.forms.widgets import SearchedSelect

from .models import Contract


class ContractForm(forms.ModelForm):
    """Number, day of signing, amount; the verb checks the rest. `customers` are those on which the user records contracts."""

    signed_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    due_on = forms.DateField(
        label=_("Payment due on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ["customer", "number", "signed_on", "amount", "type", "payment_method", "line", "due_on"]

    class Meta:
        model = Contract
        fields = ["customer", "number", "amount", "type", "payment_method", "line"]
        widgets = {
            "customer": SearchedSelect,
            "amount": forms.NumberInput(attrs={"step": "0.01", "min": "0.01"}),
        }

    def __init__(self, *args, customers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"].queryset = customers
        self.fields["customer"].label_from_instance = lambda customer: f"{customer.name} · {customer.code}"
        self.fields["amount"].label = _("Amount (CNY)")

    def file(self):
        """The fields for the verb: days become moments of the company's time; midnight, so that today is never in the future."""
        fields = {name: self.cleaned_data[name] for name in ("number", "amount", "type", "payment_method", "line")}
        fields["number"] = fields["number"].strip()
        fields["signed_at"] = _moment(self.cleaned_data["signed_on"])
        due = self.cleaned_data["due_on"]
        return fields | {"due_at": _moment(due) if due else None}

    def _post_clean(self):
        """The verb writes, and says whether the number exists."""


def _moment(day):
    return datetime.combine(day, time(0), zone())


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("Why is it void?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
