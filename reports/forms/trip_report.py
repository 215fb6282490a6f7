"""The report of a trip: real times, and for each stop the form of a follow-up, or why it was missed (row Ni2)."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.forms import FollowUpForm, moment_field
from activities.models.choices import FollowUpKind
from crm_project.lib.day_fields import NextDay, PastMoment
from crm_project.lib.edit_form import HidesNumbers
from reports.domain.trips.reporting import Missed, Visited, prefix

THERE, RECORDED, NOT_THERE = "there", "recorded", "missed"


class TimesForm(forms.Form):
    """When one really left and came back, and what came of the trip as a whole."""

    left_at = moment_field(pgettext_lazy("trip", "Left"), PastMoment)
    returned_at = moment_field(pgettext_lazy("trip", "Back"), PastMoment)
    outcome = forms.CharField(
        label=_("Result of the trip"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )


class StopForm(HidesNumbers, FollowUpForm):
    """One stop: visited (then what a follow-up takes), recorded already, or missed."""

    was = forms.ChoiceField(label=_("Visited?"), widget=forms.RadioSelect)
    missed_reason = forms.CharField(label=_("Why not visited"), max_length=200, required=False)
    again_on = NextDay(label=_("Try again on"), required=False, help_text=_("It becomes a task of yours."))

    def __init__(self, *args, stop, step=None, known=None, **kwargs):
        kwargs["initial"] = {
            "kind": FollowUpKind.VISIT_OUT,
            "purpose": stop.purpose,
            "was": RECORDED if known else THERE,
            # The reason that is true of every visit of the trip; asked for, and kept, only where the entry is late.
            "late_reason": _("On the trip until %(day)s") % {"day": stop.trip.last.isoformat()},
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, prefix=prefix(stop), **kwargs)
        self.stop, self.step, self.known = stop, step, known
        # The purpose as the page repeats it.
        self.said = stop.purpose
        choices = [(THERE, _("Yes")), (NOT_THERE, _("No"))]
        cast(forms.ChoiceField, self.fields["was"]).choices = (
            [(RECORDED, _("Yes, it is recorded")), *choices] if known else choices
        )
        self.fields["occurred_at"].help_text = ""
        self.fields["next_contact_at"].label = _("Next contact")
        for name in ("files", "idempotency_key", "next_when"):
            del self.fields[name]

    def _chosen_day(self):
        return None

    def clean(self):
        data = self.cleaned_data
        if data.get("was") == THERE:
            return super().clean()
        # What was typed for a visit that did not take place is not judged.
        kept = {name: errors for name, errors in self.errors.items() if name in ("was", "again_on")}
        self.errors.clear()
        self.errors.update(kept)
        told = (data.get("missed_reason") or "").strip() or data.get("again_on") or "again_on" in kept
        if data.get("was") == NOT_THERE and not told:
            self.add_error("missed_reason", _("Say why you were not there, or when you try again."))
        return data

    @property
    def answer(self):
        """What the verb takes."""
        if self.cleaned_data["was"] == NOT_THERE:
            return Missed(self.stop.pk, self.cleaned_data.get("missed_reason") or "", self.cleaned_data.get("again_on"))
        if self.cleaned_data["was"] == RECORDED:
            return Visited(self.stop.pk, None)
        return Visited(self.stop.pk, {**self.exchange(), "answers": self.completes(self.step)})
