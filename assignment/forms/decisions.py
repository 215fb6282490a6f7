"""What deciding about ownership takes besides yes or no (rows Z14, Nd3, Nd4)."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignment.domain.access import takers
from crm_project.accounts.models import User
from crm_project.approvals.forms import APPROVE, REFUSE, DecisionForm
from crm_project.lib.amount_fields import PercentField
from crm_project.lib.day_fields import NextDay
from crm_project.lib.form_fields import choice_field, set_queryset
from crm_project.lib.time import local_date

GIVE = "give"
LONGEST_HOLD = timedelta(days=366)


class ReviewDecisionForm(DecisionForm):
    """Let the owner go on for so many days, give the customer to somebody, or release it."""

    fields_template = "assignment/parts/decide_review.html"
    reason_help = gettext_lazy("A reason is required to release the customer; the owner will see it.")
    more_answers = ((GIVE, gettext_lazy("Assign to the selected person")),)

    do = forms.ChoiceField(choices=[(APPROVE, ""), (REFUSE, ""), (GIVE, "")], widget=forms.HiddenInput)
    days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=3650,
        label=gettext_lazy("Days"),
        error_messages={
            "min_value": gettext_lazy("Grant at least one day."),
            "invalid": gettext_lazy("Enter a whole number of days."),
        },
    )
    to = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, label=gettext_lazy("Assign to"), empty_label="–"
    )

    def __init__(self, data=None, *, row, user, at):
        super().__init__(data, row=row, user=user, at=at)
        set_queryset(self, "to", takers(row.decider or user, "request.decide"))
        self.fields["to"].widget.attrs["data-select"] = ""

    def clean(self):
        if self.cleaned_data.get("do") == GIVE and not self.cleaned_data.get("to"):
            self.add_error("to", _("Choose who gets the customer."))
        return self.cleaned_data

    def changes(self):
        data = self.cleaned_data
        if data["do"] == APPROVE:
            return {"days": data["days"]} if data.get("days") else {}
        return {"to_id": data["to"].pk} if data["do"] == GIVE else {}


class ConflictDecisionForm(DecisionForm):
    """Who closes the deal, and the split of the result inside in per cent."""

    fields_template = "assignment/parts/decide_conflict.html"

    closer = forms.TypedChoiceField(
        coerce=int, required=False, label=gettext_lazy("Deal closed by"), widget=forms.RadioSelect
    )
    share_first = PercentField(required=False)
    share_second = PercentField(required=False)

    def __init__(self, data=None, *, row, user, at):
        super().__init__(data, row=row, user=user, at=at)
        self.sides = [row.arguments.get("person_id"), row.arguments.get("other_id")]
        people = User.objects.in_bulk([pk for pk in self.sides if pk])
        choice_field(self, "closer").choices = [(pk, str(people[pk])) for pk in self.sides if pk in people]
        for name, pk in zip(("share_first", "share_second"), self.sides, strict=True):
            self.fields[name].label = _("Share of %(person)s (%%)") % {"person": people.get(pk, "")}

    def clean(self):
        data = self.cleaned_data
        if data.get("do") == APPROVE:
            if not data.get("closer"):
                self.add_error("closer", _("Choose who closes the deal."))
            shares = [data.get("share_first"), data.get("share_second")]
            if any(s is not None for s in shares) and not self.errors and sum((s or Decimal(0)) for s in shares) != 100:
                self.add_error("share_second", _("The two shares must add up to 100."))
        return data

    def changes(self):
        data = self.cleaned_data
        shares = {}
        if data.get("share_first") is not None or data.get("share_second") is not None:
            shares = {
                str(pk): str(data.get(name) or 0)
                for pk, name in zip(self.sides, ("share_first", "share_second"), strict=True)
            }
        return {"closer_id": data["closer"], "shares": shares} if data["do"] == APPROVE else {}


class PutBackDecisionForm(DecisionForm):
    """Until when the sweep leaves alone what is put back; left empty: the end of the next working day."""

    fields_template = "assignment/parts/decide_put_back.html"

    hold_until = NextDay(
        required=False,
        label=gettext_lazy("No automatic release until"),
    )

    def clean_hold_until(self):
        day = self.cleaned_data["hold_until"]
        today = local_date(self.at)
        if day and not today <= day <= today + LONGEST_HOLD:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return day

    def changes(self):
        day = self.cleaned_data.get("hold_until")
        return {"hold_until": day.isoformat()} if day and self.cleaned_data["do"] == APPROVE else {}
