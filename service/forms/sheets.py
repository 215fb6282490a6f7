"""A visit sheet as it is made, and how the customer agrees to it (row Ni21)."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.amount_fields import AmountField, QuantityField
from crm_project.lib.day_fields import PastMoment
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import choice_field, set_queryset
from customers.models import Contact

from ..presenters.questionnaires.words import LANGUAGE_NAMES


class SheetForm(EditForm, forms.Form):
    """What stands on the sheet beside the order."""

    arrived_at = PastMoment(label=pgettext_lazy("visit sheet", "Arrived"))
    left_at = PastMoment(label=pgettext_lazy("visit sheet", "Left"))
    hours = QuantityField(label=_("Hours of work"), min_value=0, max_digits=6, required=False)
    people = forms.CharField(
        label=pgettext_lazy("visit sheet", "The customer's people"),
        max_length=300,
        required=False,
        help_text=_("Who of the customer was there?"),
    )
    content = forms.CharField(label=_("Work done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    material = forms.CharField(label=_("Parts and material"), max_length=300, required=False)
    charge = AmountField(label=_("Charged to the customer"), min_value=0, max_digits=14, required=False)
    cost = AmountField(label=_("Cost"), min_value=0, max_digits=14, required=False)
    with_cost = forms.BooleanField(label=_("Show the cost to the customer"), required=False)
    contact = forms.ModelChoiceField(
        Contact.objects.none(),
        label=_("Contact who confirms"),
        required=False,
        empty_label=_("not named"),
        help_text=_("A code goes to this person."),
    )
    language = forms.ChoiceField(label=_("Language of the sheet"))

    def __init__(self, *args, order, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "contact", Contact.objects.filter(customer=order.customer_id, active=True))
        choice_field(self, "language").choices = list(LANGUAGE_NAMES.items())


class SignForm(forms.Form):
    """A drawn signature: `signature` is the picture, `strokes` the lines, so that a refusal brings them back."""

    signer = forms.CharField(label=_("Name of who signs"), max_length=80)
    signature = forms.FileField(
        label=_("Signature"),
        allow_empty_file=True,
        error_messages={"required": _("Let the customer sign in the field.")},
    )
    strokes = forms.CharField(required=False, max_length=300_000, widget=forms.HiddenInput)

    def clean(self):
        data = super().clean() or self.cleaned_data
        data.pop("strokes", None)  # only the page needs them
        return data


class CodeForm(forms.Form):
    """The code that the contact says."""

    code = forms.CharField(
        label=_("Code that the contact says"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
