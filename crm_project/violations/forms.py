"""Forms of violations (row Nh6)."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.models import User
from crm_project.lib.day_fields import NextDay, PastDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import FilesField, set_queryset

from .models import ViolationKind
from .models.choices import Decision, Effect, State


def _text(label, help_text="", rows=4):
    return forms.CharField(
        label=label,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": 4000}),
        help_text=help_text,
    )


class OpenForm(forms.Form):
    """About whom, what, when, with which files."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Person"))
    kind = forms.ModelChoiceField(ViolationKind.objects.none(), label=_("Kind"))
    day = PastDay(label=_("Day"))
    what = _text(_("What happened"), _("The person concerned reads it."))
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "person", people.order_by("sort_name", "pk"))
        set_queryset(self, "kind", ViolationKind.objects.filter(active=True))


class StatementForm(forms.Form):
    statement = _text(_("Your statement"))
    files = FilesField(label=_("Files"), required=False)  # type: ignore[assignment]


class DecideForm(forms.Form):
    """Upheld with an effect, or dismissed."""

    decision = forms.ChoiceField(label=pgettext_lazy("violation", "Decision"), choices=[("", "–"), *Decision.choices])
    effect = forms.ChoiceField(
        label=pgettext_lazy("violation", "Effect"), choices=[("", "–"), *Effect.choices], required=False
    )
    suspended_until = NextDay(
        label=_("Suspended until"),
        required=False,
        help_text=_("The last day without access, where the account is suspended."),
    )
    expires_on = NextDay(label=_("Valid until"), required=False, help_text=_("Afterwards it is no longer valid."))
    reason = _text(_("Reason"), _("The person concerned reads it."), rows=3)


class FinalForm(forms.Form):
    decision = forms.ChoiceField(label=pgettext_lazy("violation", "Decision"), choices=[("", "–"), *Decision.choices])
    reason = _text(_("Reason"), _("The person concerned reads it."), rows=3)


class AppealForm(forms.Form):
    text = _text(pgettext_lazy("violation", "Why the decision is wrong"))


class EndForm(forms.Form):
    reason = _text(_("Reason"), _("The person concerned reads it."), rows=2)


class KindForm(EditForm, forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    name_zh = forms.CharField(label=_("Chinese name"), max_length=60, required=False)


class ListForm(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *State.choices], required=False)
    kind = forms.ModelChoiceField(ViolationKind.objects.all(), label=_("Kind"), required=False)
    department = forms.ModelChoiceField(None, label=_("Department"), required=False)

    def __init__(self, *args, departments, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", departments)
