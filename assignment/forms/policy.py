"""The policy editor: every rule a sentence with blanks; what is typed wrongly is said in a sentence and nothing is lost (Ne5)."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assignment.presenters.policy_text import ALL_RULES, LEVEL_NAMES
from assignment.rules.policy_body import body_of, read_policy
from crm_project.lib.day_fields import NextDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.edit_rows import OpenedField
from crm_project.lib.form_fields import choice_field, set_queryset

from .limits import LimitsForm, StandardForm, TierForm
from .rule import DEFAULTS, RuleForm


class PolicyForm:
    """The whole editor: rules, limits, tiers and standard, bound together; `body()` is what a version stores."""

    def __init__(self, data=None, *, body, note=""):
        body = body_of(read_policy(body))  # every value there is, defaults included
        rules = {(r["kind"], r.get("stage") or ""): r for r in body["rules"]}
        self.is_bound = data is not None
        self.rules = [
            RuleForm(data, kind=k, stage=s, initial={**DEFAULTS, **rules.get((k, s), {}), "on": (k, s) in rules})
            for k, s in ALL_RULES
        ]
        self.limits = LimitsForm(data, initial={name: body[name] for name in LimitsForm.base_fields})
        tiers = {t["level"]: t for t in body["extension_tiers"]}
        self.tiers = [TierForm(data, level=n, initial=_tier(tiers.get(n))) for n in LEVEL_NAMES]
        standard = body["standard"]
        self.standard = StandardForm(
            data, prefix="standard", initial={**standard, "filler": "\n".join(standard["filler"])}
        )
        self.note = NoteForm(data, initial={"note": note})

    @property
    def forms(self):
        return [*self.rules, self.limits, *self.tiers, self.standard, self.note]

    @cached_property
    def active_rules(self):
        return [rule for rule in self.rules if rule.active]

    @cached_property
    def other_rules(self):
        return [rule for rule in self.rules if not rule.active]

    def is_valid(self):
        valid = [form.is_valid() for form in self.forms]  # every form says what is wrong with it
        return all(valid)

    @property
    def errors(self):
        """[(id of the field, its label, error)] for the summary at the top."""
        out = []
        for form in self.forms:
            where = f"{form.name}: " if isinstance(form, RuleForm) else ""
            for name, messages in form.errors.items():
                field = form[name] if name in form.fields else None
                out += [
                    (field.id_for_label if field else "", f"{where}{field.label if field else ''}", message)
                    for message in messages
                ]
        return out

    def switch(self, key, on):
        """Put a rule in or take it out, keeping all that was typed."""
        for rule in self.rules:
            if rule.prefix == key:
                rule.data = rule.data.copy()
                rule.data[rule.add_prefix("on")] = "True" if on else ""
                for name in ("days", "outcome", "remind_days"):
                    rule.data.setdefault(rule.add_prefix(name), str(rule.initial[name]))
                rule.judge_again()
        self.is_valid()  # takes in what others saved meanwhile
        for name in ("active_rules", "other_rules"):
            self.__dict__.pop(name, None)

    def body(self):
        """The policy as data; only of a valid form."""
        limits = dict(self.limits.cleaned_data)
        standard = dict(self.standard.cleaned_data)
        tiers = [
            {"level": t.level, "days": t.cleaned_data["days"] if t.cleaned_data["grants"] == "upto" else None}
            for t in self.tiers
            if t.cleaned_data["grants"] != "no"
        ]
        return {
            "rules": [rule.body() for rule in self.active_rules],
            **limits,
            "extension_tiers": tiers,
            "standard": standard,
        }


class NoteForm(EditForm, forms.Form):
    """Why the policy changes."""

    opened_name = "note-form_opened"

    note = forms.CharField(
        label=_("Why this change?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


def _tier(tier):
    if tier is None:
        return {"grants": "no"}
    return {"grants": "any"} if tier.get("days") is None else {"grants": "upto", "days": tier["days"]}


class SubmitForm(forms.Form):
    """From which day, and why (M15); of the draft that the page showed."""

    seen = OpenedField(required=False)
    holds_from = NextDay(label=_("Valid from"))
    reason = forms.CharField(
        label=_("Reason for the general manager"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data=None, *, soonest, draft, initial=None):
        super().__init__(data, initial={**(initial or {}), "seen": draft.drafted_at.isoformat()})
        self.fields["holds_from"].widget.attrs["min"] = soonest.isoformat()
        self.fields["holds_from"].help_text = gettext(
            "%(day)s at the earliest: everybody concerned is notified on approval, and the policy requires this notice period. If it is approved later, it takes effect later."
        ) % {"day": soonest.isoformat()}

    def clean(self):
        super().clean()
        data = self.cleaned_data
        seen = data.pop("seen", "")
        if seen and seen != self.initial["seen"]:
            raise forms.ValidationError(
                gettext("The draft was changed in the meantime: check it again, then submit it."), code="conflict"
            )
        return data


class ScopeForm(EditForm, forms.Form):
    """Which policy a department lives under, from which day."""

    department = forms.ModelChoiceField(queryset=None, label=_("Department"))
    policy = forms.ChoiceField(label=_("Policy"))
    holds_from = NextDay(
        label=_("Valid from"),
        required=False,
        help_text=_("Empty: as soon as the notice period of the current policy is over."),
    )

    def __init__(self, data=None, *, departments, choices, initial=None):
        super().__init__(data, initial=initial)
        set_queryset(self, "department", departments)
        choice_field(self, "policy").choices = choices


class NewPolicyForm(forms.Form):
    """A policy of one's own begins as a copy of another."""

    name = forms.CharField(label=_("Name of the policy"), max_length=80)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80, required=False)
    source = forms.ChoiceField(label=_("Copy from"))

    def __init__(self, data=None, *, choices):
        super().__init__(data)
        choice_field(self, "source").choices = choices
