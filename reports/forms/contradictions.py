"""Explaining a contradiction, deciding about it, appealing, and the rules of a department (row Nf9)."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models import Department
from crm_project.lib.day_fields import NextDay
from crm_project.lib.form_fields import set_queryset
from reports.models import ContradictionRules
from reports.models.contradictions import Decision

LONG, SHORT = {"rows": 4}, {"rows": 2}
# Bounds of the numbers.
BOUNDS = {
    "minutes_around": (0, 600),
    "followup_days": (0, 14),
    "expense_days": (0, 14),
    "minutes_between": (1, 600),
    "burst_visits": (2, 200),
    "burst_days": (1, 15),
    "burst_age": (1, 30),
    "answer_hours": (1, 240),
    "points": (0, 100),
}


class ExplainForm(forms.Form):
    """How it is."""

    explanation = forms.CharField(label=_("Your explanation"), max_length=2000, widget=forms.Textarea(attrs=LONG))


class AppealForm(forms.Form):
    """Why the decision is wrong."""

    text = forms.CharField(label=_("Why the decision is wrong"), max_length=2000, widget=forms.Textarea(attrs=LONG))


class DecideForm(forms.Form):
    """Whether what the person says is accepted."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (Decision.ACCEPTED, _("Accepted: nothing counts against the person")),
            (Decision.NOT_ACCEPTED, _("Not accepted: points are deducted in the review of the month")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("The person concerned reads it."),
    )


class ContradictionRulesForm(forms.ModelForm):
    """For which department and from when, which rules hold, and their numbers."""

    holds_from = NextDay(label=_("For days from"), help_text=_("What was recorded for earlier days keeps its rules."))

    class Meta:
        model = ContradictionRules
        fields = ("department", "holds_from", "visit", "outing", "expense", "places", "burst", *BOUNDS)
        labels = {
            "visit": _("A visit takes a registered field visit"),
            "outing": _("A field visit takes a follow-up"),
            "expense": _("An expense of a visit takes a visit on that day"),
            "places": _("Nobody is at two customers at once"),
            "burst": _("Visits are not entered all at once at the end of the month"),
            "minutes_around": _("Minutes before and after a field visit that still count"),
            "followup_days": _("Days to write the follow-up"),
            "expense_days": _("Days that an expense may be off"),
            "minutes_between": _("Minutes that lie between visits to two customers"),
            "burst_visits": _("So many visits entered on one day"),
            "burst_days": _("of the last days of a month"),
            "burst_age": _("so many days after the visit"),
            "answer_hours": _("Working hours to put it right or explain"),
            "points": _("Points that one costs, if it is not accepted"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", Department.objects.filter(closed_at=None).order_by("path"))
        cast(forms.ModelChoiceField, self.fields["department"]).empty_label = _("The whole company")
        for name, (least, most) in BOUNDS.items():
            kind = self.fields[name]
            self.fields[name] = forms.IntegerField(label=kind.label, min_value=least, max_value=most)

    def draft(self):
        """The version as it would be, not saved."""
        return ContradictionRules(number=0, **self.cleaned_data)
