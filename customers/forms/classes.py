"""What a class is and asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.edit_form import EditForm
from customers.domain.classes.class_rules import MOST_DAYS, MOST_MONTHS
from customers.models.choices import FIELDS
from deals.models.choices import Line


class ClassForm(EditForm, forms.Form):
    """One of the six classes."""

    definition = forms.CharField(
        label=_("Definition in English"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    definition_zh = forms.CharField(
        label=_("Definition in Chinese"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    outline = forms.CharField(
        label=_("Outline of the profile in English"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    outline_zh = forms.CharField(
        label=_("Outline of the profile in Chinese"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    required = forms.MultipleChoiceField(
        label=_("Required fields"), choices=list(FIELDS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    deal_months = forms.IntegerField(
        label=_("An open deal expected to close within this number of months (0: not required)"),
        min_value=0,
        max_value=MOST_MONTHS,
    )
    deal_lines = forms.MultipleChoiceField(
        label=_("Lines of that deal (none: any)"), choices=Line, required=False, widget=forms.CheckboxSelectMultiple
    )
    lead = forms.BooleanField(label=_("An open or won deal, or a contract"), required=False)
    contract = forms.BooleanField(label=_("A confirmed contract"), required=False)
    contact_days = forms.IntegerField(
        label=_("A valid contact within this number of days (0: not required)"), min_value=0, max_value=MOST_DAYS
    )
    checked = forms.BooleanField(
        label=_("Check this class"),
        required=False,
        help_text=_(
            "A customer that does not meet the definition can't be saved; every night the owner gets a task if it no longer does."
        ),
    )
