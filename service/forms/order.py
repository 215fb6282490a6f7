"""A service order as it is recorded and corrected, and what its verbs ask (row Ni21)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.amount_fields import QuantityField
from crm_project.lib.day_fields import NextDay, PastMoment
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import set_queryset
from customers.forms.widgets import SearchedSelect
from customers.models import Contact, Customer

from ..domain import access
from ..domain.orders.recording import FIELDS
from ..models import OrderCategory, OrderCause, OrderKind, ServiceOrder
from ..models.choices import WaitsFor

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _reason(label):
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class OrderForm(EditForm, forms.ModelForm):
    """What a customer needs; `customers` are those that may be chosen, `staff` those to whom it may be assigned."""

    customer = forms.ModelChoiceField(Customer.objects.none(), label=_("Customer"), widget=SearchedSelect)
    assigned = forms.ModelChoiceField(
        None,
        label=_("Assigned to"),
        required=False,
        empty_label=_("nobody yet"),
        widget=forms.Select(attrs={"data-select": ""}),
    )

    class Meta:
        model = ServiceOrder
        fields = ["customer", *FIELDS, "assigned"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4}), "reported_at": MOMENT}
        field_classes = {"reported_at": PastMoment}

    def __init__(self, *args, customers=None, chosen=None, staff=None, **kwargs):
        super().__init__(*args, **kwargs)
        customer = self.instance.customer_id or chosen
        set_queryset(self, "kind", OrderKind.objects.filter(active=True))
        categories = OrderCategory.objects.filter(active=True).select_related("kind")
        set_queryset(self, "category", categories, lambda row: f"{row.kind} · {row}")
        set_queryset(self, "contact", Contact.objects.filter(customer=customer, active=True))
        if not customer:
            del self.fields["contact"]  # offered once one knows whose
        if customers is None:
            del self.fields["customer"]
        else:
            set_queryset(self, "customer", customers, lambda row: f"{row.name} · {row.code}")
        if staff is None:
            del self.fields["assigned"]
        else:
            set_queryset(self, "assigned", staff)

    def file(self):
        """The fields for the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("customer", "assigned")}

    def _post_clean(self):
        """The verb writes."""


class WaitForm(forms.Form):
    """What it waits for, until about when."""

    waits_for = forms.ChoiceField(label=_("Waiting for"), choices=WaitsFor, widget=forms.RadioSelect)
    expected_on = NextDay(
        label=_("Until about"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class FinishForm(forms.Form):
    """What was done, why it was needed, how long it took."""

    content = forms.CharField(label=_("What was done?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    cause = forms.ModelChoiceField(
        OrderCause.objects.none(), label=_("Cause"), required=False, empty_label=_("not known")
    )
    hours = QuantityField(label=_("Hours of work"), min_value=0, max_digits=6, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "cause", OrderCause.objects.filter(active=True))


class CancelForm(forms.Form):
    reason = _reason(_("Why is it cancelled?"))


class ReopenForm(forms.Form):
    reason = _reason(_("What is wrong again?"))


class AssignForm(forms.Form):
    """To whom; empty: whose turn it is."""

    person = forms.ModelChoiceField(
        None, label=_("Assigned to"), required=False, empty_label=_("the person with the fewest")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "person", access.staff())
