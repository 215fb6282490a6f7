"""A quote with its lines; the reason that goes with a request."""

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from crm_project.lib.amount_fields import PercentField, QuantityField
from crm_project.lib.day_fields import NextDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.edit_rows import EditFormSet
from crm_project.lib.form_fields import set_queryset
from crm_project.lib.money import price_text

from ..models import Product

EMPTY = 3


class QuoteForm(forms.Form):
    valid_until = NextDay(label=_("Valid until"))
    terms = forms.CharField(
        label=_("Terms"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Delivery, payment and other agreements."),
    )
    reason = forms.CharField(
        label=_("Why this discount?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only for a discount above your limit: the person who decides reads it."),
    )


class QuoteEditForm(EditForm, QuoteForm):
    """A draft that is changed."""


class QuoteLineForm(forms.Form):
    """`prices` ({product id: price}) are those of today, in the deal's currency; the label shows them."""

    product = forms.ModelChoiceField(Product.objects.none(), label=_("Product"), required=False)
    quantity = QuantityField(label=_("Quantity"), min_value=0, required=False)
    discount = PercentField(label=_("Discount (%)"), required=False)

    def __init__(self, *args, prices, currency, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(
            self,
            "product",
            Product.objects.filter(pk__in=prices),
            lambda product: f"{product} · {price_text(prices[product.pk], currency, product.unit)}",
        )
        # Found by typing a part of its code or name (static/js/app.js).
        self.fields["product"].widget.attrs["data-select"] = ""

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("product") and not data.get("quantity"):
            self.add_error("quantity", _("How many?"))
        elif "product" in data and not data["product"] and (data.get("quantity") or data.get("discount")):
            self.add_error("product", _("Which product?"))
        return data


def quote_lines(data, prices, *, deal, quote=None):
    """The lines of a quote; a new one begins with the deal's products."""
    if quote:
        initial = [
            {"product": row.product_id, "quantity": row.quantity, "discount": row.discount} for row in quote.lines.all()
        ]
    else:
        initial = [
            {"product": row.product_id, "quantity": row.quantity, "discount": 0}
            for row in deal.products.all()
            if row.product_id in prices
        ]
    lines = formset_factory(QuoteLineForm, formset=EditFormSet if quote else BaseFormSet, extra=EMPTY)
    return lines(data, initial=initial, prefix="lines", form_kwargs={"prices": prices, "currency": deal.currency})


def lines_of(formset):
    """[(product, quantity, discount)] of a formset; of one that is being typed, the lines that are whole."""
    rows = [form.cleaned_data for form in formset if form.is_valid() and form.cleaned_data.get("product")]
    return [(row["product"], row["quantity"], row["discount"] or 0) for row in rows]


def unread(formset):
    """How many lines of a formset that is being typed are not whole, or wrong, so that nobody can count with them yet."""
    return sum(1 for form in formset if form.is_bound and not form.is_valid())


def begun(formset):
    """The same of one that nobody has typed into: what it begins with."""
    products = {row.pk: row for row in Product.objects.filter(pk__in=[row["product"] for row in formset.initial or ()])}
    return [
        (products[row["product"]], row["quantity"], row["discount"] or 0)
        for row in formset.initial or ()
        if row["product"] in products
    ]


class FinishForm(forms.Form):
    reason = forms.CharField(label=_("Why this discount?"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
