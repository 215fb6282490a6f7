"""The targets as a form: working hours of each weekday, days off, from when on to remind, and the targets in their order (Ni21)."""

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from crm_project.lib.edit_form import EditForm
from crm_project.lib.edit_rows import EditFormSet
from crm_project.lib.form_fields import choice_field

from ..models import OrderKind
from ..models.choices import Priority
from ..presenters.targets import CLASS_NAMES, COUNTRIES, WEEKDAYS
from ..rules.hours import DAYS
from ..rules.targets import ANY, LONGEST

EVERY = [(ANY, _("all"))]


class HoursForm(EditForm, forms.Form):
    """When work is done."""

    unmoved = ("note",)

    country = forms.ChoiceField(label=_("Public holidays"), choices=COUNTRIES, required=False)
    days_off = forms.CharField(
        label=_("Days off"),
        required=False,
        max_length=2000,
        help_text=_("Dates such as 2026-12-24, separated by commas."),
    )
    days_on = forms.CharField(
        label=_("Days that are worked although they are holidays"),
        required=False,
        max_length=2000,
        help_text=_("Without hours of their own, those of Monday hold."),
    )
    remind_percent = forms.IntegerField(
        label=_("Remind from (percent of the target)"),
        min_value=1,
        max_value=100,
        help_text=_("The person who has the order is told."),
    )
    note = forms.CharField(label=_("Why are they changed?"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for day in DAYS:
            self.fields[day] = forms.CharField(label=WEEKDAYS[day], required=False, max_length=120)

    def days(self):
        """The fields of the weekdays, in their order."""
        return [self[day] for day in DAYS]

    def body(self):
        """All of a body but the targets."""
        data = self.cleaned_data
        return {
            "hours": {day: _parts(data[day]) for day in DAYS if data[day].strip()},
            "country": data["country"],
            "days_off": _parts(data["days_off"]),
            "days_on": _parts(data["days_on"]),
            "remind_at": data["remind_percent"] / 100,
        }


class TargetForm(forms.Form):
    """One target; an empty line is left out."""

    kind = forms.ChoiceField(label=_("Kind"))
    priority = forms.ChoiceField(label=_("Priority"), choices=[*EVERY, *Priority.choices])
    level = forms.ChoiceField(label=_("Class of the customer"), choices=[*EVERY, *CLASS_NAMES.items()])
    response = forms.IntegerField(label=_("Response (minutes)"), min_value=1, max_value=LONGEST, required=False)
    completion = forms.IntegerField(label=_("Completion (minutes)"), min_value=1, max_value=LONGEST, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = [*EVERY, *((kind.key, str(kind)) for kind in OrderKind.objects.all())]

    def clean(self):
        data = super().clean() or {}
        if bool(data.get("response")) != bool(data.get("completion")) and not self.errors:
            missing = "completion" if data.get("response") else "response"
            self.add_error(missing, _("Enter both, or leave both empty."))
        elif not self.errors and (data.get("response") or 0) > (data.get("completion") or 0):
            self.add_error(
                "completion",
                _("The work can't be due before somebody responds: enter more minutes here, or fewer there."),
            )
        return data


TargetForms = formset_factory(TargetForm, formset=EditFormSet, extra=2)


def filled(body):
    """(initial of HoursForm, initial of the targets) of a body."""
    hours = {day: ", ".join(body.get("hours", {}).get(day, [])) for day in DAYS}
    rest = {
        "country": body.get("country", ""),
        "days_off": ", ".join(body.get("days_off", [])),
        "days_on": ", ".join(body.get("days_on", [])),
        "remind_percent": round(body.get("remind_at", 0.8) * 100),
    }
    rows = [
        {"kind": row["kind"], "priority": row["priority"], "level": row["class"]}
        | {name: row[name] for name in ("response", "completion")}
        for row in body.get("targets", [])
    ]
    return hours | rest, rows


def body_of(hours, rows):
    """The body that two valid forms say."""
    targets = [
        {
            "kind": form.cleaned_data["kind"],
            "priority": form.cleaned_data["priority"],
            "class": form.cleaned_data["level"],
            "response": form.cleaned_data["response"],
            "completion": form.cleaned_data["completion"],
        }
        for form in rows
        if form.cleaned_data.get("response")
    ]
    return hours.body() | {"targets": targets}


def _parts(text):
    return [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()]
