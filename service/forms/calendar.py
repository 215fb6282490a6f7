"""Whose calendar of service is shown (row Ni21)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.form_fields import set_queryset


class PersonForm(forms.Form):
    """One of these people; nobody: everybody."""

    person = forms.ModelChoiceField(
        None,
        label=_("Person"),
        required=False,
        empty_label=_("everybody"),
        widget=forms.Select(attrs={"data-select": ""}),
    )

    def __init__(self, data, *, people):
        super().__init__(data)
        set_queryset(self, "person", people)

    def chosen(self) -> int | None:
        """The key of the person; None: everybody, also where the address names somebody who is not among them."""
        person = self.cleaned_data.get("person") if self.is_valid() else None
        return person.pk if person else None
