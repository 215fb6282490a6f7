"""One rule of a policy as a sentence with blanks (Ne5)."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assignment.presenters.policy_text import rule_name
from assignment.rules.policy import (
    INVALID_FOLLOWUPS,
    NO_CONTACT,
    NO_DEAL,
    NO_DEAL_REVIEW,
    NO_KEY_CONTACT,
    PROTECTION_TERM,
    RELEASE,
    REVIEW,
    ROTATE,
    STAGE_TERM,
    STAGES,
)
from crm_project.lib.edit_form import EditForm

SENTENCES = {
    (NO_CONTACT, ""): _("{outcome} {days} days after the last valid follow-up; remind {remind_days} days before."),
    (NO_DEAL_REVIEW, ""): _(
        "{outcome} {days} days after the claim or the last confirmed contract; remind {remind_days} days before."
    ),
    (NO_DEAL, ""): _(
        "{outcome} {days} days after the claim or the last confirmed contract; remind {remind_days} days before."
    ),
    (STAGE_TERM, "potential"): _(
        "{outcome} after {days} days in the stage “potential” without a contract; remind {remind_days} days before. An application for intent made in time keeps it until the decision: {waits_for_application}"
    ),
    (STAGE_TERM, "intent"): _(
        "{outcome} after {days} days in the stage “intent” without a contract; remind {remind_days} days before."
    ),
    (PROTECTION_TERM, ""): _(
        "{outcome} {days} days after the claim without a contract; remind {remind_days} days before."
    ),
    (INVALID_FOLLOWUPS, ""): _("{outcome} as soon as {days} follow-ups are invalid."),
    (NO_KEY_CONTACT, ""): _(
        "{outcome} {days} days after the claim without a key contact; remind {remind_days} days before."
    ),
}
OUTCOMES = [
    (RELEASE, _("Release to the public pool")),
    (ROTATE, _("Pass to a colleague with free slots")),
    (REVIEW, _("Send to manager for review")),
]
DEFAULTS = {"days": 30, "outcome": RELEASE, "remind_days": 1}


def whole(label, low, high, *, required=True, least=None):
    """A whole number with limits, and what to say where it is outside."""
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        required=required,
        error_messages={
            "required": _("Enter a number."),
            "invalid": _("Enter a whole number."),
            "min_value": least or _("Enter at least %(limit_value)s."),
            "max_value": _("Enter at most %(limit_value)s."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class RuleForm(EditForm, forms.Form):
    """One rule, switched on or off; `days` counts follow-ups where the rule does."""

    on = forms.BooleanField(required=False, widget=forms.HiddenInput)
    days = whole(
        _("days"),
        1,
        3650,
        least=_("Enter at least 1: with 0 or fewer every customer would be released at once, so nothing was changed."),
    )
    outcome = forms.ChoiceField(label=_("outcome"), choices=OUTCOMES)
    remind_days = whole(_("days of warning"), 0, 365, required=False)
    waits_for_application = forms.BooleanField(
        label=_("an application for intent made in time keeps the customer until the decision"), required=False
    )

    def __init__(self, data=None, *, kind, stage, initial):
        self.kind, self.stage = kind, stage
        super().__init__(data, prefix=f"{kind}-{stage}" if stage else kind, initial=initial)
        if self.counts:
            self.fields["days"].label = gettext("number of invalid follow-ups")
        if (kind, stage) != (STAGE_TERM, STAGES[0]):
            del self.fields["waits_for_application"]

    @property
    def counts(self):
        return self.kind == INVALID_FOLLOWUPS

    @property
    def active(self):
        """Whether the rule is part of the policy, as typed or as it was."""
        return self["on"].value() in (True, "True", "on", "1", "true")

    @property
    def sentence(self):
        return SENTENCES[(self.kind, self.stage)]

    @property
    def name(self):
        return rule_name(self.kind, self.stage)

    def judge_again(self):
        """Forget what was found wrong with what was typed before."""
        self._errors: ErrorDict | None = None

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.active:
            self.errors.clear()  # a rule that is switched off may say anything

    def clean(self):
        data = self.cleaned_data
        days, remind = data.get("days"), data.get("remind_days")
        if not self.counts and days and remind is not None and remind >= days:
            self.add_error(
                "remind_days", gettext("Remind fewer days before than the %(days)d days of the rule.") % {"days": days}
            )
        return data

    def body(self):
        data = self.cleaned_data
        out = {
            "kind": self.kind,
            "days": data["days"],
            "outcome": data["outcome"],
            "remind_days": 0 if self.counts else data["remind_days"] or 0,
        }
        if data.get("waits_for_application"):
            out["waits_for_application"] = True
        return {**out, "stage": self.stage} if self.stage else out
