"""The forms of the steps in which a contract is prepared (rows Nc15, Nc16, T18, T19); rows of a table are formsets."""

from typing import Any, ClassVar, cast

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.choices import CheckKind, CheckState, PromiseKind, Promises, TextStatus
from crm_project.lib.amount_fields import PercentField, PriceField, QuantityField
from crm_project.lib.day_fields import TermDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.edit_rows import EditFormSet
from crm_project.lib.form_fields import choice_field, set_queryset
from deals.models import Product

from ..models import ContractText
from .contract import day_field, money_field, type_choices

MOST = 100


class Row(forms.Form):
    """One row of a table; `wide` says how broad each input is. An empty row says nothing."""

    wide: ClassVar[dict[str, str]] = {}
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.furnish()
        for name, field in self.fields.items():
            cast(Any, field).wide = self.wide.get(name, "col-6 col-lg-3")
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault(
                "class", f"{css} form-control-sm" if css == "form-control" else f"{css} form-select-sm"
            )
        for name in self.fields:
            if self.is_bound and self.errors.get(name):
                self.fields[name].widget.attrs["class"] += " is-invalid"
                self.fields[name].widget.attrs["aria-invalid"] = "true"

    def furnish(self):
        """What a row's fields offer; before anything asks for its errors."""


class ChecksForm(EditForm, forms.Form):
    """The buyer as the licence names it, and the four checks with their evidence."""

    buyer = forms.CharField(label=_("Buyer, as on the licence"), max_length=120)
    credit_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=24,
        required=False,
        help_text=_("18 characters; the last one is the check digit."),
    )
    signatory = forms.CharField(label=_("Who signs for the buyer"), max_length=60, required=False)

    def __init__(self, data=None, files=None, *, contract, checks, **kwargs):
        initial = {"buyer": contract.buyer, "credit_code": contract.credit_code, "signatory": contract.signatory}
        for check in checks:
            initial |= {f"state_{check.kind}": check.state, f"evidence_{check.kind}": check.evidence}
        super().__init__(data, files, initial=initial, **kwargs)
        for kind in CheckKind:
            self.fields[f"state_{kind}"] = forms.ChoiceField(label=_("Status"), choices=CheckState.choices)
            self.fields[f"evidence_{kind}"] = forms.CharField(label=_("Evidence"), max_length=300, required=False)
            self.fields[f"file_{kind}"] = forms.FileField(label=pgettext_lazy("upload", "File"), required=False)

    def checks(self):
        """{kind: {state, evidence, upload}} for the verb."""
        data = self.cleaned_data
        return {
            kind.value: {
                "state": data[f"state_{kind}"],
                "evidence": data[f"evidence_{kind}"],
                "upload": data[f"file_{kind}"],
            }
            for kind in CheckKind
        }


class TextForm(EditForm, forms.Form):
    """A text that legal approved."""

    text = forms.ModelChoiceField(
        label=_("Standard text"), queryset=ContractText.objects.none(), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        approved = ContractText.objects.filter(status=TextStatus.APPROVED)
        set_queryset(self, "text", approved, lambda text: f"{text} · {text.get_language_display()}")


class LineRow(Row):
    """One product."""

    wide = {
        "product": "col-12 col-lg-3",
        "name": "col-12 col-lg-3",
        **dict.fromkeys(("unit", "quantity", "price", "discount"), "col-3 col-lg-2"),
    }

    product = forms.ModelChoiceField(
        label=_("From the catalogue"), queryset=Product.objects.none(), required=False, empty_label="–"
    )
    name = forms.CharField(label=_("Product"), max_length=160, required=False)
    specification = forms.CharField(label=_("Specification"), max_length=200, required=False)
    quality = forms.CharField(label=_("Quality"), max_length=120, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    quantity = QuantityField(label=_("Quantity"), min_value=0, required=False)
    price = PriceField(label=_("Price"), max_digits=14, decimal_places=4, min_value=0, required=False)
    discount = PercentField(label=_("Discount (%)"), required=False)

    def __init__(self, *args, products, **kwargs):
        self.products = products
        super().__init__(*args, **kwargs)

    def furnish(self):
        set_queryset(self, "product", self.products)

    def clean(self):
        data = self.cleaned_data
        if not any(data.get(name) for name in ("product", "name", "quantity", "price")):
            return data
        product = data.get("product")
        if product:
            data["name"] = data.get("name") or product.name
            data["unit"] = data.get("unit") or product.unit
            data["specification"] = data.get("specification") or product.specification
        if not data.get("name"):
            self.add_error("name", _t("Name the product."))
        if "quantity" not in self.errors and not data.get("quantity"):
            self.add_error("quantity", _t("Enter how many."))
        # A gift has the price 0.
        if "price" not in self.errors and data.get("price") is None:
            self.add_error("price", _t("Enter the price of one."))
        return data

    def filled(self):
        """The line for the verb, or None for an empty row."""
        data = self.cleaned_data
        return {name: data.get(name) for name in self.fields} if data.get("name") and data.get("quantity") else None


class PromiseRow(Row):
    """One gift or promise."""

    wide = {"kind": "col-5 col-lg-2", "what": "col-7 col-lg-5", "value": "col-5 col-lg-2", "due_on": "col-7 col-lg-3"}

    kind = forms.ChoiceField(label=_("Kind"), choices=PromiseKind.choices)
    what = forms.CharField(label=_("Description"), max_length=200, required=False)
    value = money_field(_("Value"), required=False, min_value=0)
    due_on = day_field(_("Until"), TermDay, required=False)

    def filled(self):
        data = self.cleaned_data
        return {name: data.get(name) for name in self.fields} if data.get("what") else None


class PartRow(Row):
    """One part of the payment plan."""

    wide = {"label": "col-12 col-lg-5", "due_on": "col-6 col-lg-4", "amount": "col-6 col-lg-3"}

    label = forms.CharField(label=pgettext_lazy("instalment", "For"), max_length=80, required=False)
    due_on = day_field(_("Due on"), TermDay, required=False)
    amount = money_field(_("Amount"), required=False)

    def clean(self):
        data = self.cleaned_data
        if (
            "amount" not in self.errors
            and "due_on" not in self.errors
            and bool(data.get("amount")) != bool(data.get("due_on"))
        ):
            self.add_error("due_on" if data.get("amount") else "amount", _t("Each part has a day and an amount."))
        return data

    def filled(self):
        data = self.cleaned_data
        return {name: data.get(name) for name in self.fields} if data.get("amount") and data.get("due_on") else None


def rows_of(formset):
    """The filled rows of a valid formset, in order."""
    return [row for form in formset if (row := form.filled())]


Lines = formset_factory(LineRow, formset=EditFormSet, extra=3, max_num=MOST, absolute_max=MOST)
PromiseRows = formset_factory(PromiseRow, formset=EditFormSet, extra=3, max_num=20, absolute_max=20)
Parts = formset_factory(PartRow, formset=EditFormSet, extra=2, max_num=36, absolute_max=36)


class PromisesForm(EditForm, forms.Form):
    promises = forms.ChoiceField(label=_("Any gifts or promises?"), choices=Promises.choices, widget=forms.RadioSelect)


class TermsForm(EditForm, forms.Form):
    """Type, payment method, other terms; the payment plan stands beside it."""

    type = forms.ChoiceField(label=_("Type of contract"))
    payment_method = forms.CharField(
        label=_("Payment method"), max_length=60, widget=forms.TextInput(attrs={"list": "payment-methods"})
    )
    line = forms.CharField(label=_("Line"), max_length=60, required=False)
    terms = forms.CharField(
        label=_("Attachments and other terms"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "type").choices = type_choices(self.initial.get("type", ""))


class SigningForm(EditForm, forms.Form):
    """The day of signing and the scan."""

    signed_on = day_field(_("Signed on"))
    file = forms.FileField(label=_("Signed and stamped contract"), required=False)
