"""A service order as it is recorded and corrected, and what its verbs ask (row Ni21)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.domain.after_sales_people import staff
from contracts.models import Contract
from crm_project.lib.amount_fields import AmountField, QuantityField
from crm_project.lib.day_fields import NextDay, PastMoment
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import FilesField, rows_of, set_queryset
from crm_project.lib.query_values import Several
from crm_project.lib.time import local_date
from customers.models import Contact

from ..domain import warranty
from ..domain.orders.recording import FIELDS
from ..models import OrderCategory, OrderCause, OrderKind, ServiceOrder
from ..models.choices import WaitsFor
from ..presenters import warranty as warranty_text
from ..rules.warranty import IN, OUT, kind_of_repair
from .customer_field import CustomerField

# What the verb that records takes beside the fields of the order.
BESIDE = ("customer", "assigned", "rotate", "files")


def _reason(label):
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class OrderForm(EditForm, forms.ModelForm):
    """What a customer needs; `customers` are those that may be chosen, `staff` those to whom it may be assigned."""

    customer = CustomerField()
    assigned = forms.ModelChoiceField(
        None,
        label=_("Assigned to"),
        required=False,
        empty_label=_("nobody yet"),
        widget=forms.Select(attrs={"data-select": ""}),
    )

    rotate = forms.BooleanField(
        label=_("By rotation: to the person with the fewest open orders who is not away"), required=False
    )
    files = FilesField(label=_("Files and photos"), required=False)  # type: ignore[assignment]

    class Meta:
        model = ServiceOrder
        fields = ["customer", *FIELDS, "lines", "assigned"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "lines": forms.CheckboxSelectMultiple,
        }
        field_classes = {"reported_at": PastMoment}

    def __init__(self, *args, at, customers=None, chosen=None, staff=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at
        customer = self.instance.customer_id or chosen
        set_queryset(self, "kind", OrderKind.objects.filter(active=True))
        categories = OrderCategory.objects.filter(active=True).select_related("kind")
        set_queryset(self, "category", categories, lambda row: f"{row.kind} · {row}")
        set_queryset(self, "contact", Contact.objects.filter(customer=customer, active=True))
        self._offer_products(customer)
        if not customer:
            del self.fields["contact"]  # offered once one knows whose
        if customers is None:
            del self.fields["customer"], self.fields["files"]  # an order that is there takes them on its own page
        else:
            set_queryset(self, "customer", customers, lambda row: f"{row.name} · {row.code}")
        if staff is None:
            del self.fields["assigned"], self.fields["rotate"]
        else:
            set_queryset(self, "assigned", staff)

    def _offer_products(self, customer):
        """What the customer bought, each with its warranty; nothing to choose from is no field."""
        self.warranties = {one.line: one for one in warranty.warranties(customer)} if customer else {}
        contracts = Contract.objects.filter(customer=customer, status=Contract.Status.CONFIRMED).order_by("-signed_at")
        set_queryset(self, "contract", contracts)
        set_queryset(self, "lines", warranty.lines_of(customer), self._line_label)
        if not self.warranties:
            del self.fields["lines"]
        if not customer or not contracts.exists():
            del self.fields["contract"]

    def _line_label(self, line):
        return warranty_text.label(self.warranties.get(line.pk) or warranty.warranty_of(line), self.reported_on())

    def reported_on(self):
        """The day that the warranty is asked of; what was typed wrong counts as today."""
        try:
            typed = self.fields["reported_at"].clean(self["reported_at"].value())
        except forms.ValidationError:
            typed = None
        return local_date(typed or self.at)

    def proposal(self):
        """(key of the kind of repair, sentence) by the warranty of the products chosen so far; ("", "") without any."""
        ids = {int(pk) for pk in self["lines"].value() or () if str(pk).isdigit()} if "lines" in self.fields else set()
        chosen = [one for pk, one in self.warranties.items() if pk in ids]
        key = kind_of_repair(chosen, self.reported_on())
        names = {kind.key: str(kind) for kind in rows_of(self, "kind")}
        return key, warranty_text.proposal(chosen, self.reported_on(), names.get(key, key))

    def against_proposal(self):
        """Whether the kind chosen is the other repair: then a reason is asked for."""
        proposed, chosen = self.proposal()[0], rows_of(self, "kind").filter(pk=self["kind"].value() or 0).first()
        return bool(proposed and chosen and chosen.key in (IN, OUT) and chosen.key != proposed)

    def file(self):
        """The fields for the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name not in BESIDE}

    def lost_files(self):
        """Whether files were chosen for what was refused: a browser does not keep them."""
        return self.is_bound and bool(self.files)

    def _post_clean(self):
        """The verb writes."""


class WaitForm(forms.Form):
    """What it waits for, until about when."""

    waits_for = forms.ChoiceField(label=_("Waiting for"), choices=WaitsFor, widget=forms.RadioSelect)
    expected_on = NextDay(label=_("Until about"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class FinishForm(forms.Form):
    """What was done, why it was needed, how long it took."""

    content = forms.CharField(label=_("What was done?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    cause = forms.ModelChoiceField(
        OrderCause.objects.none(), label=_("Cause"), required=False, empty_label=_("not known")
    )
    hours = QuantityField(label=_("Hours of work"), min_value=0, max_digits=6, required=False)
    material = forms.CharField(label=_("Material"), max_length=300, required=False)
    cost = AmountField(label=_("Cost"), min_value=0, max_digits=14, required=False)
    charge = AmountField(label=_("Charged to the customer"), min_value=0, max_digits=14, required=False)
    ask_on = NextDay(
        label=_("Ask again on"),
        required=False,
        help_text=_("On this day you are reminded to ask how it works."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "cause", OrderCause.objects.filter(active=True))


class CancelForm(forms.Form):
    reason = _reason(_("Why is it cancelled?"))


class ReopenForm(forms.Form):
    reason = _reason(_("What is wrong again?"))


class OrderFilesForm(forms.Form):
    """Files and photos."""

    files = FilesField(label=_("Files and photos"))  # type: ignore[assignment]


class GiveForm(forms.Form):
    """To whom; empty: by rotation."""

    person = forms.ModelChoiceField(
        None,
        label=_("Assigned to"),
        required=False,
        empty_label=_("by rotation"),
        error_messages={"invalid_choice": _("Choose somebody of service: only they work on orders.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "person", staff())


class AssignForm(GiveForm):
    """To whom, and who helps."""

    helpers = Several(None, label=_("Helpers"), required=False, widget=forms.SelectMultiple(attrs={"data-select": ""}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "helpers", staff())
