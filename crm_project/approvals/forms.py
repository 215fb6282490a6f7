"""The form of a decision; what a kind takes besides yes or no, its app adds in a subclass."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.refused import Refused

from .domain import requests
from .domain.kinds import kind_of

APPROVE, REFUSE = "approve", "refuse"


class DecisionForm(forms.Form):
    """Yes, or no with a reason."""

    # The template of the fields that a subclass adds; it gets `form`.
    fields_template = ""
    reason_help: Any = _("A reason is required for a refusal; the applicant will see it.")
    # [(value of `do`, label)] of buttons between approving and refusing.
    more_answers: Any = ()
    refuse_style = "btn-outline-danger"

    do = forms.ChoiceField(choices=[(APPROVE, ""), (REFUSE, "")], widget=forms.HiddenInput)
    reason = forms.CharField(
        required=False, max_length=1000, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data=None, *, row, user, at):
        if data is not None:
            data = data.copy()
            data.setdefault("do", "")
        super().__init__(data)
        self.row, self.user, self.at = row, user, at

    def changes(self):
        """Arguments of the verb that the decider adds."""
        return {}

    def carry_out(self, *, by, at):
        """Decide; a Refused names the field."""
        data = self.cleaned_data
        try:
            return requests.decide(
                request_id=self.row.pk,
                by=by,
                approve=data["do"] == APPROVE,
                decision=data["reason"],
                at=at,
                changes=self.changes(),
            )
        except Refused as refusal:
            refusal.field = "reason" if refusal.field == "decision" else refusal.field
            raise


def form_for(row, user, at, data=None):
    """The form of this kind of request."""
    return (kind_of(row.kind).form or DecisionForm)(data, row=row, user=user, at=at)
