"""Forms of follow-ups, tasks and working days: shape only, the verbs decide."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignment.rules.standard import NEEDS_ANSWER
from crm_project.lib.day_fields import MomentInput, NextMoment, PastMoment
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import FilesField, choice_field
from crm_project.lib.time import local_date, zone

from .domain.required_parts import missing, sentence
from .models.choices import WRITTEN, FollowUpKind, recorded_kinds

LOCAL = "%Y-%m-%dT%H:%M"
# The hour at which a next contact is due when only its day was chosen.
MORNING = time(9, 0)
AHEAD = {"1": gettext_lazy("Tomorrow"), "3": gettext_lazy("In 3 days"), "7": gettext_lazy("Next week")}
JUDGED = ("kind", "counterpart", "answered", "content", "occurred_at")


def moment_field(label, kind=NextMoment, **options):
    """A local date and time."""
    return kind(label=label, widget=MomentInput({"class": "form-control"}), **options)


class FollowUpForm(forms.Form):
    """One exchange.

    `contacts`: the customer's active contacts, any of which the counterpart may name; `usual`: the one suggested.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=recorded_kinds(),
        widget=forms.RadioSelect,
        initial=FollowUpKind.CALL_OUT,
    )
    counterpart = forms.CharField(label=gettext_lazy("With whom"), max_length=120, required=False)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=80, required=False)
    answered = forms.BooleanField(
        label=gettext_lazy("Reached: the call or e-mail was answered"), required=False, initial=True
    )
    content = forms.CharField(
        label=gettext_lazy("Notes"), max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    result = forms.CharField(label=gettext_lazy("Result"), max_length=2000, required=False)
    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=300, required=False)
    next_when = forms.ChoiceField(label=gettext_lazy("Next contact"), required=False, widget=forms.RadioSelect)
    next_contact_at = moment_field(gettext_lazy("Another time"), required=False)
    answers = forms.BooleanField(label=gettext_lazy("Completes the planned step"), required=False, initial=True)
    purpose = forms.CharField(label=gettext_lazy("Purpose"), max_length=200, required=False)
    occurred_at = moment_field(gettext_lazy("When"), PastMoment, required=False, help_text=gettext_lazy("Empty: now."))
    late_reason = forms.CharField(
        label=gettext_lazy("Why it is late"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only if it is entered later than the department allows; your manager is notified."),
    )
    needs_confirmed = forms.BooleanField(label=gettext_lazy("Still as written"), required=False)
    files = FilesField(label=gettext_lazy("Files"), required=False)  # type: ignore[assignment]
    idempotency_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, contacts=(), usual=None, at, **options):
        if usual is not None:
            options["initial"] = {"counterpart": usual.name, "position": usual.title, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.contacts, self.usual, self.at = list(contacts), usual, at
        choice_field(self, "next_when").choices = [
            ("", _("None")),
            *((n, _ahead(label, n, at)) for n, label in AHEAD.items()),
        ]

    def clean_next_contact_at(self):
        moment = self.cleaned_data.get("next_contact_at")
        if moment and moment <= self.at:
            raise forms.ValidationError(_("The next contact is in the past: choose a later time."))
        return moment

    def clean(self):
        super().clean()
        data = self.cleaned_data
        typed = [(data.get(name) or "").strip() for name in ("content", "counterpart", "result")]
        # A suggested name that was left alone says nothing.
        if "content" in data and not any(text and (self.usual is None or text != self.usual.name) for text in typed):
            self.add_error("content", _("Enter what was discussed."))
        if "kind" not in self.errors:
            for part in missing(self.exchange()):
                if part not in self.errors:
                    self.add_error(part, sentence(part))
        return data

    def completes(self, step):
        """The planned step that this entry completes: none where nobody answered, it stays open."""
        data = self.cleaned_data
        reached = data.get("answered", True) or data.get("kind") not in NEEDS_ANSWER
        return step if data.get("answers") and reached else None

    def exchange(self):
        """What the verb takes: columns of FollowUp, without `answers`. Lenient: fields with errors are left out."""
        data = self.cleaned_data
        name = (data.get("counterpart") or "").strip()
        known = next((c for c in self.contacts if c.name == name), None)
        return {
            "kind": data.get("kind") or FollowUpKind.CALL_OUT,
            "contact": known,
            "counterpart": name,
            "position": (data.get("position") or "").strip(),
            "answered": data.get("answered", True),
            "content": (data.get("content") or "").strip(),
            "result": (data.get("result") or "").strip(),
            "purpose": (data.get("purpose") or "").strip(),
            "next_step": (data.get("next_step") or "").strip(),
            "next_contact_at": data.get("next_contact_at") or self._chosen_day(),
            "late_reason": (data.get("late_reason") or "").strip(),
            **self._occurred(),
        }

    def _occurred(self):
        moment = self.cleaned_data.get("occurred_at")
        return {"occurred_at": moment} if moment else {}

    def _chosen_day(self):
        days = self.cleaned_data.get("next_when")
        return datetime.combine(local_date(self.at) + timedelta(days=int(days)), MORNING, zone()) if days else None


def _ahead(label, days, at):
    day = local_date(at) + timedelta(days=int(days))
    return _("%(label)s, %(weekday)s %(date)s") % {
        "label": label,
        "weekday": WEEKDAYS_ABBR[day.weekday()],
        "date": day.strftime("%m-%d"),
    }


class ChangeForm(EditForm, FollowUpForm):
    """The same for an entry that exists: its time is given, files are added."""

    @staticmethod
    def values(row):
        """What the form starts with."""
        return {name: getattr(row, name) for name in WRITTEN} | {"answers": row.answers_id is not None}

    def __init__(self, *args, row, **options):
        super().__init__(*args, initial=self.values(row), **options)
        self.row = row
        self.fields["occurred_at"].help_text = ""

    def clean_next_contact_at(self):
        moment = self.cleaned_data.get("next_contact_at")
        return moment if moment and self._as_it_was("next_contact_at", moment) else super().clean_next_contact_at()

    def exchange(self):
        """The changed columns; a time shown to the minute and left alone stays exact."""
        out = super().exchange()
        for name in ("occurred_at", "next_contact_at"):
            if name not in out or self._as_it_was(name, out[name]):
                out[name] = getattr(self.row, name)
        return out

    def _as_it_was(self, name, moment):
        before = getattr(self.row, name)
        return bool(before and moment) and timezone.localtime(before).strftime(LOCAL) == timezone.localtime(
            moment
        ).strftime(LOCAL)


class VoidForm(forms.Form):
    """Why an entry is void."""

    reason = forms.CharField(label=gettext_lazy("Why it is void"), max_length=200)


class RejectForm(forms.Form):
    """Why a follow-up does not count."""

    reason = forms.CharField(label=gettext_lazy("Why it is invalid"), max_length=200)


class AppealForm(forms.Form):
    """Why a rejected follow-up counts after all."""

    appeal = forms.CharField(label=gettext_lazy("Why it should be valid"), max_length=1000)


class FilesOnlyForm(forms.Form):
    """Files alone."""

    files = FilesField(label=gettext_lazy("Files"))  # type: ignore[assignment]


class ContactReportForm(forms.Form):
    """The report after a contact with an important new customer (M13)."""

    took_part = forms.CharField(
        label=gettext_lazy("Participants"), help_text=gettext_lazy("On both sides, with positions."), max_length=200
    )
    text = forms.CharField(
        label=gettext_lazy("Result of the contact"), widget=forms.Textarea(attrs={"rows": 6}), max_length=5000
    )
    next_step = forms.CharField(label=gettext_lazy("Next step"), max_length=200, required=False)
