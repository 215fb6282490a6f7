"""A signed contract as it is noted, the reason why one is void, files, commission, corrections."""

import secrets
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.domain import contract_types
from contracts.domain.corrections import FIELDS, value_text
from contracts.domain.numbers import series
from contracts.models.choices import FileKind, PromiseKind, Promises
from crm_project.accounts.models import User
from crm_project.lib.amount_fields import AmountField, PercentField
from crm_project.lib.day_fields import PastDay, TermDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import label_rows, set_queryset
from crm_project.lib.time import start_of_day
from customers.forms.widgets import SearchedSelect
from customers.models import Customer

from ..models import Contract


def day_field(label, kind=PastDay, **rest):
    """A day."""
    return kind(label=label, **rest)


def money_field(label, **rest):
    """An amount to the cent."""
    return AmountField(label=label, **rest)


def token_field():
    """A token that tells a form sent twice from two forms."""
    return forms.CharField(
        max_length=40, required=False, initial=lambda: secrets.token_urlsafe(24), widget=forms.HiddenInput
    )


def _named(customer: Customer) -> str:
    return f"{customer.name} · {customer.code}"


def customer_field(queryset: "QuerySet[Customer]", **rest: Any) -> "forms.ModelChoiceField[Customer]":
    """A customer among very many, found while typing."""
    field = forms.ModelChoiceField(queryset=queryset, label=_("Customer"), widget=SearchedSelect, **rest)
    label_rows(field, _named)
    return field


class ContractForm(forms.ModelForm):
    """Number, day of signing, amount; the verb checks the rest. `customers` are those on which the user records contracts."""

    signed_on = day_field(_("Signed on"))
    due_on = day_field(_("Payment due on"), TermDay, required=False)
    promises = forms.ChoiceField(label=_("Gifts and promises"), choices=Promises.choices, widget=forms.RadioSelect)
    promised = forms.CharField(label=_("Details"), max_length=200, required=False)
    field_order = ["customer", "number", "signed_on", "amount", "type", "payment_method", "line", "due_on"]

    class Meta:
        model = Contract
        fields = ["customer", "number", "amount", "type", "payment_method", "line"]
        widgets = {
            "customer": SearchedSelect,
            "type": forms.TextInput(attrs={"list": "contract-types"}),
        }
        field_classes = {"amount": AmountField}

    def __init__(self, *args, customers, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "customer", customers, _named)
        self.fields["amount"].label = _("Amount (CNY)")

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("promises") == Promises.SOME and not data.get("promised", "").strip():
            self.add_error("promised", _t("List all gifts and promises."))
        return data

    def file(self):
        """The fields for the verb: days become moments of the company's time."""
        fields = {
            name: self.cleaned_data[name] for name in ("number", "amount", "type", "payment_method", "line", "promises")
        }
        fields["number"] = fields["number"].strip()
        fields["signed_at"] = start_of_day(self.cleaned_data["signed_on"])
        due = self.cleaned_data["due_on"]
        return fields | {"due_at": start_of_day(due) if due else None}

    def promised_rows(self):
        """What was promised, for the verb."""
        data = self.cleaned_data
        return (
            [{"kind": PromiseKind.PROMISE, "what": data["promised"].strip()}]
            if data["promises"] == Promises.SOME
            else []
        )

    def _post_clean(self):
        """The verb writes, and says whether the number exists."""


class VoidForm(forms.Form):
    reason = forms.CharField(label=_("Why is it void?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class BackForm(forms.Form):
    reason = forms.CharField(
        label=_("What needs correction?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class DrawForm(forms.Form):
    """For whom, of which series, and from which of the customer's `offers` (quotes) the products come."""

    series = forms.ChoiceField(label=_("Series"), choices=series.offered)

    def __init__(self, *args, customers, offers=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"] = customer_field(customers)
        if offers is not None:
            self.fields["quote"] = forms.ModelChoiceField(
                queryset=offers,
                label=_("Products from the quote"),
                required=False,
                empty_label=_("none: enter products manually"),
                help_text=_("Its products, prices and discounts are copied to the contract."),
            )
        self.order_fields(["customer", "quote", "series"])


class FileForm(forms.Form):
    file = forms.FileField(label=pgettext_lazy("upload", "File"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(k, FileKind(k).label) for k in (FileKind.SCAN, FileKind.PAPER, FileKind.OTHER)],
        required=False,
    )


class CreditForm(EditForm, forms.Form):
    """Shares of the people who may get one, in per cent, and why."""

    unmoved = ("other", "share_other", "reason")

    def __init__(self, data=None, *, people, shares):
        super().__init__(data)
        self.people = people
        for person in people:
            self.fields[f"share_{person.pk}"] = PercentField(
                label=str(person), required=False, initial=shares.get(person.pk)
            )
        self.fields["other"] = forms.ModelChoiceField(
            label=_("Somebody else"),
            queryset=User.objects.active().exclude(pk__in=[p.pk for p in people]),
            required=False,
            widget=forms.Select(attrs={"data-select": ""}),
        )
        self.fields["share_other"] = PercentField(label=_("Share of that person (%)"), required=False)
        self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=200)

    def shares(self):
        """{person id: percent} for the verb."""
        data = self.cleaned_data
        out = {person.pk: data[f"share_{person.pk}"] for person in self.people if data.get(f"share_{person.pk}")}
        if data.get("other") and data.get("share_other"):
            out[data["other"].pk] = data["share_other"]
        return out

    def rows(self):
        """The fields of the shares, bound, for the page."""
        return [self[f"share_{person.pk}"] for person in self.people]


class CorrectionForm(forms.Form):
    """The figures as they should be; what is left as it is does not count."""

    amount = money_field(FIELDS["amount"])
    signed_at = day_field(FIELDS["signed_at"])
    type = forms.CharField(label=FIELDS["type"], max_length=60, required=False)
    payment_method = forms.CharField(label=FIELDS["payment_method"], max_length=60, required=False)
    line = forms.CharField(label=FIELDS["line"], max_length=60, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data=None, *, contract):
        super().__init__(
            data,
            initial={**{name: value_text(name, getattr(contract, name)) for name in FIELDS}, "amount": contract.amount},
        )

    def changes(self):
        """{field: text} for the verb."""
        data = self.cleaned_data
        return {
            "amount": f"{data['amount']:.2f}",
            "signed_at": data["signed_at"].isoformat(),
            "type": data["type"].strip(),
            "payment_method": data["payment_method"].strip(),
            "line": data["line"].strip(),
        }


def type_choices(current=""):
    """The managed list, with what stands there now even where it is not offered any more."""
    offered = contract_types.offered()
    extra = (
        [(current, contract_types.labels().get(current, current))] if current and current not in dict(offered) else []
    )
    return [("", "–"), *offered, *extra]
