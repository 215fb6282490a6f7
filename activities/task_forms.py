"""Forms of tasks, results and working days (rows Z5, Nf12, Nf13)."""

from datetime import timedelta

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms import moment_field
from crm_project.lib.day_fields import DayInput, NextDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import choice_field, choices_of, model_field, set_queryset

from .models import Task
from .models.choices import TaskKind


class ResultForm(forms.Form):
    """What came of a task; it is written down on the customer."""

    counterpart = forms.CharField(label=gettext_lazy("Spoken with"), max_length=120, required=False)
    result = forms.CharField(label=gettext_lazy("Result"), widget=forms.Textarea(attrs={"rows": 3}))


class TaskForm(EditForm, forms.ModelForm):
    """Something to do or an appointment. The view narrows customers and people to those one may choose."""

    due_at = moment_field(gettext_lazy("Due"))
    ends_at = moment_field(gettext_lazy("Ends"), required=False)
    remind = forms.ChoiceField(
        label=gettext_lazy("Remind"),
        required=False,
        initial="0",
        choices=[
            ("", gettext_lazy("No reminder")),
            ("0", gettext_lazy("When it is due")),
            ("15", gettext_lazy("15 minutes before")),
            ("60", gettext_lazy("1 hour before")),
            ("1440", gettext_lazy("1 day before")),
        ],
    )

    class Meta:
        model = Task
        fields = ("title", "kind", "due_at", "ends_at", "customer", "assignee", "note")
        widgets = {"kind": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, customers, people, **options):
        super().__init__(*args, **options)
        choice_field(self, "kind").choices = TaskKind.choices
        set_queryset(self, "customer", customers)
        self._offer_chosen_customer(customers)
        set_queryset(self, "assignee", people)
        model_field(self, "assignee").empty_label = None
        row = self.instance
        if row.pk:
            before = round((row.due_at - row.remind_at).total_seconds() / 60) if row.remind_at else None
            self.initial["remind"] = "" if before is None else str(before)
            known = choices_of(self, "remind")
            if before is not None and str(before) not in [value for value, _label in known]:
                choice_field(self, "remind").choices = [
                    *known,
                    (str(before), _("%(n)d minutes before") % {"n": before}),
                ]

    def _offer_chosen_customer(self, customers):
        """The select searches on the server; only what is chosen stands in the page."""
        field, chosen = self.fields["customer"], str(self["customer"].value() or "")
        names = customers.filter(pk=int(chosen)).values_list("pk", "name") if chosen.isdecimal() else []
        field.widget.choices = [("", ""), *names]
        field.widget.attrs |= {
            "data-select": "",
            "data-url": reverse("activities:customer_options"),
            "data-none": _("Nothing found"),
        }

    def task(self):
        """What the verb takes."""
        data = dict(self.cleaned_data)
        remind = data.pop("remind")
        return {**data, "remind_at": data["due_at"] - timedelta(minutes=int(remind)) if remind else None}


class DayForm(forms.Form):
    """An exception from the public calendar."""

    day = NextDay(
        label=gettext_lazy("Day"),
        widget=DayInput({"class": "form-control"}),
    )
    working = forms.TypedChoiceField(
        label=gettext_lazy("The company"),
        coerce=lambda v: v == "1",
        widget=forms.RadioSelect,
        initial="0",
        choices=[("0", gettext_lazy("is closed on this day")), ("1", gettext_lazy("working on this day"))],
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=80, required=False)
