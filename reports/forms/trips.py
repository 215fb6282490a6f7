"""A planned trip, its rules, and why it is cancelled (row Ni2)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models import Department
from crm_project.lib.amount_fields import AmountField
from crm_project.lib.day_fields import NextDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import set_queryset
from reports.domain.trips.checking import Plan, Stop
from reports.rules.trips.planning import Days


class TripForm(forms.Form):
    """Days, expense, and for each customer on the list (`rows`) whether it is visited and why; `region` is chosen before."""

    first = NextDay(label=_("From"))
    last = NextDay(label=_("Until"))
    expense = AmountField(label=_("Estimated expense"), required=False, min_value=0)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, region, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.region, self.rows = region, rows
        for row in rows:
            self.fields[f"visit-{row['pk']}"] = forms.BooleanField(label=row["name"], required=False)
            self.fields[f"purpose-{row['pk']}"] = forms.CharField(label=_("Purpose"), max_length=200, required=False)

    def lines(self):
        """[(row, tick, purpose)] for the template."""
        return [(row, self[f"visit-{row['pk']}"], self[f"purpose-{row['pk']}"]) for row in self.rows]

    def plan(self):
        """What the verb takes; a purpose without a tick counts as chosen: it was typed for a reason."""
        said = self.cleaned_data
        stops = [
            Stop(row["pk"], said.get(f"purpose-{row['pk']}") or "")
            for row in self.rows
            if said.get(f"visit-{row['pk']}") or (said.get(f"purpose-{row['pk']}") or "").strip()
        ]
        return Plan(self.region, Days(said["first"], said["last"]), stops, said.get("expense"), said.get("note") or "")


class ChangeTripForm(EditForm, TripForm):
    """The same of a trip that stands, with why it changes."""

    reason = forms.CharField(label=_("Why it changes"), max_length=300)


class CancelForm(forms.Form):
    """Why a trip is called off."""

    reason = forms.CharField(label=_("Why it is cancelled"), max_length=300)


class TripRulesForm(forms.Form):
    """For which department, from when, whether the manager is asked, and when the report is due."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("The whole company")
    )
    holds_from = NextDay(
        label=_("For trips that begin on or after"), help_text=_("Trips that begin earlier keep their rules.")
    )
    approval = forms.BooleanField(label=_("The manager approves each trip"), required=False)
    report_days = forms.IntegerField(
        label=_("The report is due so many working days after the trip"), min_value=0, max_value=30, initial=2
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", Department.objects.filter(closed_at=None).order_by("path"))
