"""Forms of the verbs of one customer: they check the shape, the verbs decide (rows Nc7-Nc9, Nd3, Nd4, D6, D8)."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models.choices import recorded_kinds
from crm_project.accounts.models import User
from crm_project.lib.day_fields import NextDay, NextMoment
from crm_project.lib.form_fields import choice_field, set_queryset
from crm_project.lib.reach_fields import PhoneField


def _reason(label, required=True, rows=3, help_text=""):
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class ReasonForm(forms.Form):
    """Only a reason."""

    reason = _reason(_("Reason"))


class GiveUpForm(ReasonForm):
    """Why the customer is let go."""

    reason = _reason(_("Why do you give it up?"), help_text=_("Visible to the next owner."))


class PutBackForm(ReasonForm):
    """Why a past ownership should be put back."""

    reason = _reason(_("Why should it be returned to you?"), help_text=_("Visible to the approver."))


class IntentForm(ReasonForm):
    """The detailed reason of Nc9."""

    reason = _reason(
        _("Why is it an intent customer?"),
        rows=5,
        help_text=_("What they want, when, and who decides: at least ten characters."),
    )


class ExtensionForm(forms.Form):
    """So many days beyond the deadline, and why."""

    days = forms.IntegerField(
        label=_("Extra days"),
        min_value=1,
        max_value=3650,
        error_messages={"min_value": _("Request at least one day."), "invalid": _("Enter a whole number of days.")},
    )
    reason = _reason(_("Why are more days needed?"), help_text=_("Visible to the approver."))


class PersonForm(forms.Form):
    """A colleague out of those who come into question; `notes` ({id: text}) stands beside the names."""

    def __init__(self, data=None, *, people, notes=None, **kwargs):
        super().__init__(data, **kwargs)
        set_queryset(
            self,
            self.person,
            people,
            lambda p: f"{p} · {p.department}" + (f" · {notes[p.pk]}" if notes and p.pk in notes else ""),
        )
        self.fields[self.person].widget.attrs.update({"data-select": "", "data-none": gettext("No results")})

    person = "to"


class TransferForm(PersonForm):
    """To whom, and why."""

    to = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Assign to"), empty_label=_("Choose a person"))
    reason = _reason(_("Reason"), required=False, help_text=_("Both the former and the new owner will see it."))


class CollaboratorForm(PersonForm):
    """Whom to register, and what for."""

    person = "user"
    user = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Colleague"), empty_label=_("Choose a person"))
    note = forms.CharField(label=_("Purpose"), max_length=200, required=False)


class ConflictForm(PersonForm):
    """With whom, and what happened."""

    person = "other"
    other = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("The colleague you are in conflict with"),
        empty_label=_("Choose a person"),
    )
    reason = _reason(_("What happened?"), rows=4)


class ClaimForm(forms.Form):
    """Claiming with the first contact and follow-up (Nc14)."""

    contact_name = forms.CharField(label=_("Who did you reach?"), max_length=60)
    contact_title = forms.CharField(label=_("Position"), max_length=60, required=False)
    contact_mobile = PhoneField(label=_("Mobile"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=recorded_kinds())
    content = forms.CharField(label=_("What was discussed?"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))
    purpose = forms.CharField(label=_("Purpose"), max_length=200, required=False)
    result = forms.CharField(label=_("Result"), max_length=2000, required=False)
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)
    next_contact_at = NextMoment(
        label=_("Next contact"),
        required=False,
    )

    def contact(self):
        return {
            name.removeprefix("contact_"): self.cleaned_data[name]
            for name in ("contact_name", "contact_title", "contact_mobile")
        }

    def followup(self):
        return {
            name: self.cleaned_data[name]
            for name in ("kind", "purpose", "content", "result", "next_step", "next_contact_at")
        }


class SlotsForm(forms.Form):
    """Which customer to give up, and why (D3)."""

    give_up = forms.TypedChoiceField(
        label=_("Give up"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a customer to give up.")},
    )
    reason = _reason(_("Why do you give it up?"), rows=2)

    def __init__(self, data=None, *, choices):
        super().__init__(data)
        choice_field(self, "give_up").choices = choices


class HoldForm(forms.Form):
    """Until when the sweep leaves alone what an undo puts back."""

    hold_until = NextDay(label=_("No automatic release until"))
