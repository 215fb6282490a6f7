"""Products, price lists, discount limits, and the stages of a pipeline."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models import Department
from crm_project.lib.amount_fields import AmountField, PercentField
from crm_project.lib.day_fields import TermDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import model_field, set_queryset
from deals.models.choices import Condition

from ..models import Pipeline, PriceList, Product
from .deal import CurrencyField


class ProductForm(EditForm, forms.ModelForm):
    warranty_months = forms.IntegerField(
        label=_("Warranty in months"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("From the delivery on, failing that from the signing. Empty: none."),
    )

    class Meta:
        model = Product
        fields = ["code", "name", "name_zh", "category", "specification", "unit", "warranty_months", "active"]

    def _post_clean(self):
        """The verb writes."""


class PriceListForm(EditForm, forms.ModelForm):
    """A list with a price field for every product that is offered; empty: not on this list."""

    currency = CurrencyField()

    class Meta:
        model = PriceList
        fields = ["name", "currency", "valid_from", "valid_until", "department"]
        field_classes = {"valid_from": TermDay, "valid_until": TermDay}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", Department.objects.filter(closed_at=None))
        model_field(self, "department").empty_label = _("The whole company")
        self.products = list(Product.objects.filter(active=True))
        held = {p.product_id: p.amount for p in self.instance.prices.all()} if self.instance.pk else {}
        for product in self.products:
            self.fields[f"price_{product.pk}"] = AmountField(
                label=str(product), min_value=0, max_digits=14, required=False, initial=held.get(product.pk)
            )

    @property
    def price_fields(self):
        """[(product, bound field)]"""
        return [(product, self[f"price_{product.pk}"]) for product in self.products]

    def file(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def prices(self):
        return [(product, self.cleaned_data[f"price_{product.pk}"]) for product in self.products]

    def _post_clean(self):
        """The verb writes."""


class LimitsForm(EditForm, forms.Form):
    """A field for every role that works on deals."""

    def __init__(self, *args, roles, held, **kwargs):
        super().__init__(*args, **kwargs)
        self.roles = roles
        for role in roles:
            self.fields[f"role_{role.pk}"] = PercentField(label=str(role), required=False, initial=held.get(role.pk))

    def limits(self):
        return {role.pk: self.cleaned_data[f"role_{role.pk}"] for role in self.roles}


class StageForm(EditForm, forms.Form):
    """One stage: names, probability, what it asks, how often an update is expected."""

    name = forms.CharField(label=pgettext_lazy("stage", "Name"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60, required=False)
    probability = forms.IntegerField(label=_("Probability (%)"), min_value=0, max_value=100)
    update_days = forms.IntegerField(label=_("Update every (days)"), min_value=1, max_value=365)
    conditions = forms.MultipleChoiceField(
        label=_("Needed to enter"), choices=Condition, required=False, widget=forms.CheckboxSelectMultiple
    )


class PipelineForm(EditForm, forms.ModelForm):
    class Meta:
        model = Pipeline
        fields = ["departments", "standard"]
        widgets = {"departments": forms.SelectMultiple(attrs={"data-select": ""})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "departments", Department.objects.filter(closed_at=None))

    def _post_clean(self):
        """The verb writes."""


class NewStageForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("stage", "Name"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60, required=False)
