"""Writing a standard text (row T19)."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.choices import Clause, TextLanguage
from crm_project.lib.edit_form import EditForm


class StandardTextForm(EditForm, forms.Form):
    """Name, language, title and the eight clauses."""

    name = forms.CharField(label=pgettext_lazy("entry", "Name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=TextLanguage.choices)
    title = forms.CharField(label=_("Contract title"), max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for clause in Clause:
            self.fields[clause.value] = forms.CharField(
                label=clause.label, required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
            )

    def clauses(self):
        """{clause: text} for the verb."""
        return {clause.value: self.cleaned_data[clause.value] for clause in Clause}

    def clause_fields(self):
        """The bound fields of the clauses, for the page."""
        return [self[clause.value] for clause in Clause]
