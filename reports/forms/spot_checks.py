"""Planning a spot check, noting what was found, stating, deciding (row Ni15)."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.day_fields import SoughtDay
from crm_project.lib.form_fields import choice_field, set_queryset
from crm_project.lib.query_values import Several
from reports.domain.spot_checks import access, population
from reports.models.spot_checks import Decision, How, Result
from reports.presenters.spot_checks.names import figure_text

SHORT = {"rows": 2}


class PlanForm(forms.Form):
    """What is checked, of whom, of which days, and how much of it."""

    figure = forms.ChoiceField(label=_("What"))
    first = SoughtDay(label=_("From"))
    last = SoughtDay(label=_("Until"))
    department = forms.ModelChoiceField(None, label=_("Department"), required=False)
    people = Several(
        None,
        label=_("Only these people"),
        required=False,
        help_text=_("Nobody chosen: everybody who works in the department and below."),
    )
    size = forms.IntegerField(label=_("Number of rows"), required=False, min_value=1, max_value=population.MOST)
    points = forms.IntegerField(
        label=_("Or: at most so many percentage points off"),
        required=False,
        min_value=1,
        max_value=50,
        help_text=_("Holds in 95 of 100 checks; the number of rows follows."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "figure").choices = [(key, figure_text(key)) for key in population.checkable()]
        set_queryset(self, "department", access.departments(user))
        set_queryset(self, "people", access.people(user).filter(is_active=True).order_by("sort_name", "username"))
        whole = access.checks_everything(user)
        department = cast(forms.ModelChoiceField, self.fields["department"])
        department.empty_label, department.required = (_("The company"), False) if whole else (None, True)


class VerifyForm(forms.Form):
    """What was found."""

    result = forms.ChoiceField(label=_("Result"), choices=Result, widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=pgettext_lazy("spot check", "How it was verified"), choices=[("", "—"), *How.choices], required=False
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("Needed unless everything is true: the person concerned reads it."),
    )


class StatementForm(forms.Form):
    """What the person says to it."""

    statement = forms.CharField(label=_("Your statement"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class DecisionForm(forms.Form):
    """Whether what was found is upheld."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Decision.UPHELD, _("Upheld: the row counts as untrue; a follow-up is rejected as well")),
            (Decision.DISMISSED, _("Dismissed: the row counts as true")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("The person concerned reads it."),
    )
