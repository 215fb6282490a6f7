"""A deal as it is opened and changed, its progress, its end, a correction of its figures."""

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.amount_fields import AmountField, QuantityField
from crm_project.lib.day_fields import NextDay, PastDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.edit_rows import EditFormSet
from crm_project.lib.form_fields import set_queryset
from customers.forms.widgets import SearchedSelect
from customers.models import Customer

from ..models import Deal, Product


class CurrencyField(forms.CharField):
    """Three capital letters."""

    def __init__(self, **kwargs):
        super().__init__(max_length=3, min_length=3, label=_("Currency"), initial="CNY", **kwargs)

    def clean(self, value):
        value = super().clean(value).upper()
        if not (value.isascii() and value.isalpha()):
            raise forms.ValidationError(_("Three letters, such as CNY or EUR."), code="currency")
        return value


class DealForm(EditForm, forms.ModelForm):
    """What a new deal needs (Ni18); `customers` are those that may be chosen."""

    customer = forms.ModelChoiceField(Customer.objects.none(), label=_("Customer"), widget=SearchedSelect)
    currency = CurrencyField()
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)

    class Meta:
        model = Deal
        fields = ["customer", "name", "intention", "details", "line", "amount", "expected_close"]
        labels = {"line": pgettext_lazy("deal", "Line")}
        widgets = {
            "intention": forms.Textarea(attrs={"rows": 3}),
            "details": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes = {"amount": AmountField, "expected_close": NextDay}

    def __init__(self, *args, customers=None, **kwargs):
        super().__init__(*args, **kwargs)
        if customers is None:
            del self.fields["customer"], self.fields["next_step"]
        else:
            set_queryset(self, "customer", customers, lambda customer: f"{customer.name} · {customer.code}")

    def file(self):
        """The fields for the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("customer", "next_step")}

    def _post_clean(self):
        """The verb writes."""


class ProductLine(forms.Form):
    product = forms.ModelChoiceField(Product.objects.filter(active=True), label=_("Product"), required=False)
    quantity = QuantityField(label=_("Quantity"), min_value=0, required=False)

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("product") and not data.get("quantity"):
            self.add_error("quantity", _("How many?"))
        return data


ProductLines = formset_factory(ProductLine, formset=EditFormSet, extra=3)


def product_lines(data=None, deal=None):
    """The lines of a deal's products, with three empty ones below."""
    initial = [{"product": row.product_id, "quantity": row.quantity} for row in deal.products.all()] if deal else []
    return ProductLines(data, initial=initial, prefix="lines")


def named(lines):
    """[(product, quantity)] of a valid formset; one line per product, added up."""
    found = {}
    for form in lines:
        product = form.cleaned_data.get("product")
        if product:
            found[product] = found.get(product, 0) + form.cleaned_data["quantity"]
    return list(found.items())


class ProgressForm(EditForm, forms.Form):
    """How the deal went on; asks what became of the last next step where there was one (Ni20)."""

    unmoved = ("answer", "outline", "next_step")

    answer = forms.CharField(label=_("What was the result?"), max_length=300, required=False)
    outline = forms.CharField(label=_("What happened?"), widget=forms.Textarea(attrs={"rows": 3}))
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)
    expected_close = NextDay(label=_("Expected closing"))
    amount = AmountField(label=_("Amount"), min_value=0)

    def __init__(self, data=None, *, deal, **kwargs):
        super().__init__(data, initial={"expected_close": deal.expected_close, "amount": deal.amount}, **kwargs)
        if not deal.next_step:
            del self.fields["answer"]


class CloseForm(forms.Form):
    """Won or lost, why, and against whom."""

    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("won", pgettext_lazy("deal", "Won")), ("lost", pgettext_lazy("deal", "Lost"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Why?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    competitor = forms.CharField(label=_("Competitor"), max_length=120, required=False)


class ReopenForm(forms.Form):
    reason = forms.CharField(label=_("Why is it reopened?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class CorrectionForm(forms.Form):
    """The right figures of a won deal, and why they differ (Na10)."""

    amount = AmountField(label=_("Correct amount"))
    closed_on = PastDay(label=_("Correct closing day"))
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 2}))
