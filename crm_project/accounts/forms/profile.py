"""Forms of people about themselves: profile, absence, training, signing in."""

from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain import sign_in
from crm_project.accounts.forms.people import PersonField
from crm_project.accounts.models import User
from crm_project.lib.day_fields import NextDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import choice_field, rows_of, set_queryset
from crm_project.lib.reach_fields import MailField, PhoneField
from crm_project.lib.time import local_date


class ProfileForm(EditForm, forms.Form):
    """What everybody sets for themselves."""

    unmoved = ("password",)

    full_name = forms.CharField(
        label=_("Full name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    mobile = PhoneField(
        label=_("Mobile"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = MailField(
        label=pgettext_lazy("address", "E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Needed to change the e-mail address; the old address is notified."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False, help_text=_("For pages and e-mails."))
    digest = forms.ChoiceField(
        label=_("Notices by e-mail"), choices=User.Digest, help_text=_("The bell always shows them at once.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "language").choices = [("", _("as the browser asks")), *settings.LANGUAGES]


class AwayForm(EditForm, forms.Form):
    """Days of absence and who decides meanwhile."""

    away_from = NextDay(
        label=_("First day of absence"),
        required=False,
    )
    away_until = NextDay(
        label=_("Last day of absence"),
        required=False,
        help_text=_("Empty: until further notice."),
    )
    stand_in = PersonField(
        label=_("Stand-in"),
        required=False,
        empty_label=_("– nobody –"),
        help_text=_("Decides requests on your behalf."),
    )

    def __init__(self, *args, person, at, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "stand_in", rows_of(self, "stand_in").exclude(pk=person.pk))
        self.fields["away_until"].widget.attrs["min"] = local_date(at).isoformat()


class TrainingForm(forms.Form):
    """The promise below the training page."""

    understood = forms.BooleanField(
        label=_("I have read this and will follow it."),
        error_messages={"required": _("Tick the box once you have read the page.")},
    )


class InvitationForm(SetPasswordForm):
    """The first password, typed twice; the verb sets it."""


class AuthenticateForm(AllauthAuthenticateForm):
    """The second factor's six digits; a wrong code is a failed sign-in like a wrong password (row Nb6)."""

    def _emit_authentication_failed(self, authenticator):
        super()._emit_authentication_failed(authenticator)
        sign_in.failed(typed=self.user.username, at=timezone.now())
