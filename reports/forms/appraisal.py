"""A scheme for the month's score, a correction, an appeal, whose scores of which month (rows Nf16, Ni16)."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import open_departments
from crm_project.accounts.models import Department, Role
from crm_project.lib.amount_fields import FigureField
from crm_project.lib.form_fields import choice_field, set_queryset
from crm_project.lib.query_values import Several
from reports.domain.appraisal import access, measures
from reports.presenters.appraisal.names import month_choices
from reports.rules.appraisal.scheme import Deduction, Item, Scheme


class SchemeForm(forms.Form):
    """For whom and from when, and a row for everything that can give or cost points; empty rows are left out."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("The whole company")
    )
    month = forms.TypedChoiceField(label=_("From the month"), coerce=date.fromisoformat)
    roles = Several(Role.objects.none(), label=_("Roles that are scored"), widget=forms.CheckboxSelectMultiple)
    close_days = forms.IntegerField(
        label=_("Closed so many working days after the month"), min_value=1, max_value=20, initial=5
    )
    zero = forms.BooleanField(
        label=_("An untrue or incomplete record sets the month to zero"),
        required=False,
        help_text=_("Only after the person could state something and a manager upheld it; an appeal is possible."),
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", Department.objects.filter(closed_at=None).order_by("path"))
        set_queryset(self, "roles", Role.objects.order_by("level", "pk"))
        choice_field(self, "month").choices = month_choices(today)
        self._items, self._off = measures.scorable(), measures.deductible()
        for key, (name, _says) in self._items.items():
            self.fields[f"points-{key}"] = _number(said("Points for %(what)s") % {"what": name})
            self.fields[f"full-{key}"] = _number(said("All points from, for %(what)s") % {"what": name})
        for key, (name, _says) in self._off.items():
            self.fields[f"each-{key}"] = _number(said("Points off for each of %(what)s") % {"what": name})
            self.fields[f"most-{key}"] = _number(said("At most, for %(what)s") % {"what": name})

    def item_rows(self):
        """[(name, what counts, whether in percent, field of points, field of the value)]"""
        return [
            (name, says, key in measures.SHARES, self[f"points-{key}"], self[f"full-{key}"])
            for key, (name, says) in self._items.items()
        ]

    def deduction_rows(self):
        """[(name, what counts, field for each, field of the most)]"""
        return [(name, says, self[f"each-{key}"], self[f"most-{key}"]) for key, (name, says) in self._off.items()]

    def scheme(self):
        """What the verb takes; a row with one of its two numbers is a row, and the verb says what is missing."""
        items = [
            Item(key, points or Decimal(0), full or Decimal(0))
            for key in self._items
            for points, full in [(self.cleaned_data.get(f"points-{key}"), self.cleaned_data.get(f"full-{key}"))]
            if points is not None or full is not None
        ]
        deductions = [
            Deduction(key, each or Decimal(0), most or Decimal(0))
            for key in self._off
            for each, most in [(self.cleaned_data.get(f"each-{key}"), self.cleaned_data.get(f"most-{key}"))]
            if each is not None or most is not None
        ]
        return Scheme(items, deductions, self.cleaned_data["zero"])


def _number(label):
    field = FigureField(label=label, required=False, max_digits=12, decimal_places=1, min_value=0)
    field.widget.attrs["class"] = "form-control"
    return field


def scheme_initial(row):
    """What the form shows of a scheme that stands."""
    out = {
        "department": row.department_id,
        "roles": [role.pk for role in row.roles.all()],
        "close_days": row.close_days,
        "zero": row.zero,
    }
    for key, points, full in row.items:
        out |= {f"points-{key}": points, f"full-{key}": full}
    for key, each, most in row.deductions:
        out |= {f"each-{key}": each, f"most-{key}": most}
    return out


class MonthForm(forms.Form):
    """Which month, of which department."""

    month = forms.CharField(required=False, widget=forms.HiddenInput)
    department = forms.ModelChoiceField(None, label=_("Department"), required=False, empty_label=_("All departments"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", open_departments(user, access.VIEW).order_by("path"))


def _points():
    return FigureField(label=_("Points"), min_value=0, max_value=100, max_digits=4, decimal_places=1)


class CorrectionForm(forms.Form):
    """The right points, and why."""

    points = _points()
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person concerned reads it."),
    )


class AppealForm(forms.Form):
    """The points that somebody should have, and why."""

    points = _points()
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
