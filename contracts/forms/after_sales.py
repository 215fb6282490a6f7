"""To whom of service customers are given (row Nc13)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.form_fields import set_queryset

from ..domain import after_sales_people


class GiveForm(forms.Form):
    """A person, or empty: each to the one with the fewest."""

    person = forms.ModelChoiceField(
        None,
        label=_("Service person"),
        required=False,
        empty_label=_("the person with the fewest"),
        widget=forms.Select(attrs={"class": "form-select w-auto"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "person", after_sales_people.staff())
