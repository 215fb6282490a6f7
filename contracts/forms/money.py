"""What finance enters: payments, matching, bad debts; deliveries and papers (row T20)."""

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from contracts.domain.payments.matching import field_of
from contracts.models.choices import CURRENCIES as CODES
from crm_project.lib.day_fields import TermDay
from crm_project.lib.form_fields import set_queryset

from ..models import Contract
from .contract import customer_field, day_field, money_field, token_field

CURRENCIES = [(code, code) for code in CODES]


class PaymentForm(forms.Form):
    """Money that came in."""

    received_on = day_field(_("Received on"))
    amount = money_field(_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="CNY")
    contract_number = forms.CharField(
        label=_("Contract number"),
        max_length=40,
        required=False,
        help_text=_("Empty: the oldest open instalments of the customer are paid first."),
    )
    reference = forms.CharField(label=_("Bank reference"), max_length=80, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    idempotency_key = token_field()

    def __init__(self, *args, customers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"] = customer_field(customers)
        self.order_fields(["customer", "contract_number", "received_on", "amount", "currency", "reference", "note"])

    def clean(self):
        data, number = self.cleaned_data, (self.cleaned_data.get("contract_number") or "").strip()
        data["contract_id"] = None
        if number and data.get("customer"):
            found = (
                Contract.objects.filter(number=number, customer=data["customer"]).values_list("pk", flat=True).first()
            )
            if found is None:
                self.add_error("contract_number", _t("This customer has no contract of that number."))
            data["contract_id"] = found
        return data


class MatchForm(forms.Form):
    """What of one payment pays which of its customer's instalments (`parts`): an amount for each, empty where nothing."""

    def __init__(self, data=None, *, parts, **kwargs):
        super().__init__(data, **kwargs, auto_id="match-%s")
        self.parts = parts
        for part in parts:
            field = money_field(f"{part.contract.number} · {part.label or part.number}", required=False)
            field.widget.attrs |= {"class": "form-control form-control-sm amount", "size": 14}
            self.fields[field_of(part.pk)] = field

    def rows(self):
        """[(instalment, its field)]"""
        return [(part, self[field_of(part.pk)]) for part in self.parts]

    def shares(self):
        """{instalment: amount} of those that can be read and are not nothing."""
        read = getattr(self, "cleaned_data", {})
        return {part.pk: read[field_of(part.pk)] for part in self.parts if read.get(field_of(part.pk))}

    def clean(self):
        if self.named(self.data) - {part.pk for part in self.parts}:
            raise forms.ValidationError(
                _t("An instalment no longer exists or belongs to another customer: reload the page.")
            )
        return self.cleaned_data

    @staticmethod
    def named(data):
        """The instalments for which an amount was posted."""
        names = [name.partition("part-")[2] for name in data if name.startswith("part-") and data[name].strip()]
        return {int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 19}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class StatementForm(forms.Form):
    file = forms.FileField(label=_("File (.xlsx or .csv)"))


class BadDebtForm(forms.Form):
    """Money that is given up on."""

    amount = money_field(_("Amount"))
    contract = forms.ModelChoiceField(
        label=_("Contract"), queryset=Contract.objects.none(), required=False, empty_label=_("any contract")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args, customer, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "contract", Contract.objects.filter(customer=customer))


class DeliveryForm(forms.Form):
    planned_on = day_field(_("Planned on"), TermDay)
    what = forms.CharField(label=_("Description"), max_length=200)
    amount = money_field(_("Value"), min_value=0, initial=0)


class DeliveredForm(forms.Form):
    delivered_on = day_field(_("Delivered on"))


class PaperForm(forms.Form):
    what = forms.CharField(label=_("Document"), max_length=120)
    due_on = day_field(_("Due on"), TermDay)
