"""The plan of a reception: one form, and rows of guests, schedule, gifts and tasks (row M11)."""

from collections.abc import Callable

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.domain.receptions.checking import Gift, Given, Guest, Plan, Step
from activities.forms import moment_field
from activities.models import ReceptionRoom
from activities.presenters.receptions.pages import limits
from crm_project.lib.amount_fields import AmountField
from crm_project.lib.edit_form import EditForm
from crm_project.lib.edit_rows import EditFormSet
from crm_project.lib.form_fields import set_queryset
from crm_project.lib.language import with_note
from crm_project.lib.query_values import Several
from customers.models import Contact

MOST = 40


class ReceptionForm(forms.Form):
    """Level, purpose, time and place, people, contacts who come, cost."""

    level = forms.ModelChoiceField(None, label=_("Level"), empty_label=None)
    level_reason = forms.CharField(
        label=_("Why a higher level"),
        max_length=200,
        required=False,
        help_text=_("Only for a level above the one that the customer gets by itself."),
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=200)
    begins_at = moment_field(pgettext_lazy("reception", "Begins"))
    ends_at = moment_field(pgettext_lazy("reception", "Ends"))
    room = forms.ModelChoiceField(None, label=_("Room"), required=False, empty_label=_("none of ours"))
    place = forms.CharField(label=_("Another place"), max_length=120, required=False)
    contacts = Several(None, label=_("Contacts who come"), required=False, widget=forms.CheckboxSelectMultiple)
    team = Several(
        None,
        label=_("Colleagues who take part"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-select": ""}),
        help_text=_("It stands in their calendar, and they are told."),
    )
    cost = AmountField(label=_("Estimated cost"), required=False, min_value=0, max_digits=12)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, levels, rooms, contacts, people, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "level", levels, lambda level: with_note(level, limits(level)))
        set_queryset(self, "room", rooms)
        set_queryset(
            self, "contacts", contacts, lambda one: with_note(one.name, one.title) if one.title else str(one.name)
        )
        set_queryset(self, "team", people)
        if not contacts.exists():
            del self.fields["contacts"]


class ChangeReceptionForm(EditForm, ReceptionForm):
    """The same of one that stands."""


class GuestForm(forms.Form):
    """A guest who is no contact; an empty line is left out."""

    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    position = forms.CharField(label=_("Position"), max_length=80, required=False)

    def clean(self):
        data = super().clean() or {}
        if data.get("position") and not data.get("name"):
            self.add_error("name", _t("Enter the name."))
        return data


class StepForm(forms.Form):
    """A line of the schedule."""

    starts = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    what = forms.CharField(label=pgettext_lazy("schedule", "What"), max_length=200, required=False)
    who = forms.CharField(label=pgettext_lazy("schedule", "Who"), max_length=120, required=False)

    def clean(self):
        data = super().clean() or {}
        if (data.get("starts") or data.get("who")) and not data.get("what"):
            self.add_error("what", _t("Say what happens then."))
        return data


class GiftForm(forms.Form):
    """A gift and its value."""

    what = forms.CharField(label=_("Gift"), max_length=120, required=False)
    value = AmountField(label=_("Value"), required=False, min_value=0, max_digits=10)

    def clean(self):
        data = super().clean() or {}
        if data.get("what") and data.get("value") is None and "value" not in self.errors:
            self.add_error("value", _t("Enter what it is worth."))
        if data.get("value") is not None and not data.get("what"):
            self.add_error("what", _t("Name the gift."))
        return data


class GivenForm(forms.Form):
    """A task for somebody."""

    what = forms.CharField(label=_("Task"), max_length=160, required=False)
    assignee = forms.ModelChoiceField(
        None, label=pgettext_lazy("task", "For"), required=False, widget=forms.Select(attrs={"data-select": ""})
    )
    due_at = moment_field(_("Due"), required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "assignee", people)

    def clean(self):
        data = super().clean() or {}
        sentences = {
            "what": _t("Enter what needs to be done."),
            "assignee": _t("Choose who does it."),
            "due_at": _t("Choose a time before the reception."),
        }
        if any(data.get(name) for name in sentences):
            for name, sentence in sentences.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data


GuestForms = formset_factory(GuestForm, formset=EditFormSet, extra=1, max_num=MOST)
StepForms = formset_factory(StepForm, formset=EditFormSet, extra=3, max_num=MOST)
GiftForms = formset_factory(GiftForm, formset=EditFormSet, extra=2, max_num=MOST)
GivenForms = formset_factory(GivenForm, formset=EditFormSet, extra=2, max_num=MOST)


class PlanForms:
    """The form and its rows, as one thing that is posted."""

    def __init__(self, form, data, *, rows, people):
        self.form = form
        self.guests = GuestForms(data, initial=rows.get("guests", []), prefix="guest")
        self.steps = StepForms(data, initial=rows.get("steps", []), prefix="step")
        self.gifts = GiftForms(data, initial=rows.get("gifts", []), prefix="gift")
        self.tasks = GivenForms(data, initial=rows.get("tasks", []), prefix="task", form_kwargs={"people": people})
        self.sets = [self.guests, self.steps, self.gifts, self.tasks]
        # A text that was shown with its number hidden, as it is stored.
        self.as_stored: Callable[[str], str] = str

    def is_valid(self):
        """Whether all of it holds as typed."""
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.sets)])

    @property
    def wrong(self):
        """Whether something of it is marked."""
        return bool(self.form.errors) or any(rows.is_bound and not rows.is_valid() for rows in self.sets)

    def plan(self):
        """What the verb takes."""
        said = self.form.cleaned_data
        contacts = [Guest(one.name, one.title, one) for one in said.get("contacts") or Contact.objects.none()]
        return Plan(
            **{name: said[name] for name in ("level", "level_reason", "purpose", "begins_at", "ends_at", "room")},
            **{name: said[name] for name in ("place", "cost", "note")},
            team=list(said["team"]),
            guests=[*contacts, *guests_of(self.guests, self.as_stored)],
            steps=[
                Step(self.as_stored(row["what"]), self.as_stored(row["who"]), row["starts"])
                for row in (form.cleaned_data for form in self.steps)
                if row.get("what")
            ],
            gifts=gifts_of(self.gifts, self.as_stored),
            tasks=[
                Given(self.as_stored(row["what"]), row["assignee"], row["due_at"])
                for row in (form.cleaned_data for form in self.tasks)
                if row.get("what")
            ],
        )


def guests_of(rows, as_stored=str):
    """Guests by name of a valid formset."""
    return [
        Guest(as_stored(one["name"]), as_stored(one["position"]))
        for one in (row.cleaned_data for row in rows)
        if one.get("name")
    ]


def gifts_of(rows, as_stored=str):
    """Gifts of a valid formset."""
    return [Gift(as_stored(one["what"]), one["value"]) for one in (row.cleaned_data for row in rows) if one.get("what")]


def rooms_for(row=None):
    """Rooms that are offered, and the one that a reception has."""
    rooms = ReceptionRoom.objects.filter(active=True)
    return rooms | ReceptionRoom.objects.filter(pk=row.room_id) if row is not None and row.room_id else rooms


class CancelReceptionForm(forms.Form):
    """Why it does not take place."""

    reason = forms.CharField(label=_("Why it is cancelled"), max_length=300)
