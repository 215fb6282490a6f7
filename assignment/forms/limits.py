"""Limits, tiers and the standard for follow-ups: the other parts of the policy editor (D1, D6, Nc8, Nd7)."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.models.choices import FollowUpKind
from assignment.presenters.policy_text import LEVEL_NAMES
from assignment.rules.policy import COMPLAINTS
from assignment.rules.standard import KINDS
from crm_project.accounts.models import User
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import choice_field, choices_of
from service.models import OrderKind

from .rule import whole

_FOLLOW_UPS = [kind for kind in KINDS if kind != "task"]


def _after_sales():
    """Nobody, the service staff as such, or one of them."""
    people = User.objects.active().filter(role__key__in=("service", "service_manager")).order_by("username")
    return [
        ("none", _("nobody")),
        ("service", _("the service staff")),
        *((person.username, str(person)) for person in people),
    ]


def _order_kinds():
    return [(kind.key, str(kind)) for kind in OrderKind.objects.all()]


class LimitsForm(EditForm, forms.Form):
    """What one may hold, claim and extend, and how the pool works."""

    slots = whole(_("Slots per person (empty: no limit)"), 1, 10000, required=False)
    cooldown_days = whole(_("Cool-down in days (0: none)"), 0, 365)
    claims_per_day = whole(_("Claims a day (empty: no limit)"), 1, 1000, required=False)
    pool_reach = forms.ChoiceField(
        label=_("Who can see the pool"),
        choices=[("department", _("own department")), ("company", _("the whole company"))],
    )
    pool_claim = forms.ChoiceField(
        label=_("A claim requires"),
        choices=[
            ("click", _("one-click claim")),
            ("followup", _("the first contact and a follow-up")),
            ("request", _("the manager's approval")),
        ],
    )
    extensions_per_month = whole(_("Extensions per person and month (empty: no limit)"), 1, 1000, required=False)
    review_grant_days = whole(_("Days for which a manager's “continue” is valid"), 1, 3650)
    notice_days = whole(_("Minimum days between the approval of a change and its first day"), 0, 365)
    release_hour = whole(_("Hour of release"), 0, 23)
    remind_manager = forms.BooleanField(label=_("Remind the manager too"), required=False)
    publish = forms.BooleanField(label=_("Publish releases to all reps of the department"), required=False)
    after_sales = forms.ChoiceField(
        label=_("A confirmed contract passes the customer to"), choices=_after_sales, required=False
    )

    signs_from = forms.ChoiceField(
        label=_("Who can sign a contract"),
        choices=[("potential", _("a customer of any stage")), ("intent", _("only an intent or official customer"))],
    )

    order_wait_days = whole(
        _("Days that releases wait at most while a service order is open (empty: they do not wait)"),
        1,
        365,
        required=False,
    )
    order_kinds = forms.MultipleChoiceField(
        label=_("Service orders for which they wait"),
        choices=_order_kinds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    service_contact = forms.BooleanField(
        label=_("Service orders done and return visits reported count as contact for the owner"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named, known = self.initial.get("after_sales"), choices_of(self, "after_sales")
        if named and named not in [key for key, _label in known]:
            # A policy written as a file may name anybody: opening the editor changes nothing.
            choice_field(self, "after_sales").choices = [*known, (named, named)]

    def clean_after_sales(self):
        return self.cleaned_data["after_sales"] or "none"

    def clean(self):
        if self.cleaned_data.get("order_wait_days") and not self.cleaned_data.get("order_kinds"):
            self.add_error("order_kinds", gettext("Choose the kinds of service orders, or leave the days empty."))
        elif "order_kinds" in self.cleaned_data:
            self.cleaned_data["order_kinds"] = self.cleaned_data["order_kinds"] or list(COMPLAINTS)
        return self.cleaned_data


class TierForm(EditForm, forms.Form):
    """What one level may grant."""

    grants = forms.ChoiceField(
        label=_("may grant"),
        choices=[("no", _("no extension")), ("upto", _("up to this number of days")), ("any", _("any number of days"))],
    )
    days = whole(_("Days"), 1, 3650, required=False)

    def __init__(self, data=None, *, level, initial):
        self.level = level
        super().__init__(data, prefix=f"tier{level}", initial=initial)
        self.fields["grants"].label = gettext("%(who)s may grant") % {"who": LEVEL_NAMES[level]}

    def clean(self):
        if (
            self.cleaned_data.get("grants") == "upto"
            and not self.cleaned_data.get("days")
            and "days" not in self.errors
        ):
            self.add_error("days", gettext("Enter the number of days."))
        return self.cleaned_data


class StandardForm(EditForm, forms.Form):
    """When a follow-up counts (Nd7)."""

    strict = forms.BooleanField(
        label=_("Check the content of follow-ups"),
        required=False,
        help_text=_("Switched off, every follow-up with text is valid."),
    )
    min_chinese = whole(_("Minimum Chinese characters"), 0, 500)
    min_words = whole(_("Minimum words, without Chinese"), 0, 500)
    repeated_days = whole(
        _("Days within which the same text is not valid again (0: it is; empty: never while the owner stays)"),
        0,
        365,
        required=False,
    )
    late_hours = whole(_("Hours within which it must be entered (empty: any time)"), 1, 720, required=False)
    counterpart = forms.BooleanField(label=_("The contact person is required"), required=False)
    answered = forms.BooleanField(label=_("Unanswered calls and e-mails are invalid"), required=False)
    check = forms.BooleanField(label=_("Valid only after the manager has checked it"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Valid as contact"),
        choices=[(kind, FollowUpKind(kind).label) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("“Task done” is a task of the owner that was finished with a result."),
    )
    filler = forms.CharField(
        label=_("Filler phrases, one per line"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A text made up only of such phrases is invalid."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.initial.get("kinds") is None:
            self.initial["kinds"] = _FOLLOW_UPS

    def clean_kinds(self):
        """Empty in the policy where it is what holds anyway."""
        chosen = self.cleaned_data["kinds"]
        return None if set(chosen) == set(_FOLLOW_UPS) else chosen

    def clean_filler(self):
        return list(dict.fromkeys(line.strip() for line in self.cleaned_data["filler"].splitlines() if line.strip()))
