"""allauth's hooks: who may sign in, and what the audit keeps of it (rows Na3, Nb1, Ng2)."""

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .domain import known_devices, second_factor, sessions, sign_in
from .domain.encryption import decrypted, encrypted
from .models import User

JUST_NOW = "signed_in_at"
ASK_AGAIN_AFTER = 300  # seconds

# What allauth would mail about goes into the audit.
_NEWS = {
    "account/email/password_changed": "password.set",
    "account/email/password_set": "password.set",
    "account/email/password_reset": "password.set",
    "mfa/email/totp_activated": "second_factor.on",
    "mfa/email/totp_deactivated": "second_factor.off",
    "mfa/email/recovery_codes_generated": "second_factor.codes",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an admin, never by oneself."""

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """Wrong attempts of others close an account to strangers, never to where its person signed in before."""
        address = self.get_client_ip(request)
        person = User.objects.filter(username__iexact=credentials.get("username") or "").first()
        if person is None or not known_devices.knows(request, person, address, at=timezone.now()):
            super().pre_authenticate(request, **credentials)
            return
        if not ratelimit.consume(request, action="login_failed_known", key=f"{person.pk}@{address}"):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request, **credentials):
        sign_in.failed(typed=credentials.get("username") or "", at=timezone.now())

    def post_login(self, request, user, **kwargs):
        """Record it, notice a second place, show the person's language."""
        response = super().post_login(request, user, **kwargs)
        at = timezone.now()
        request.session[JUST_NOW] = at.timestamp()
        sign_in.succeeded(person=user, at=at)
        sessions.note_second_place(
            person=user,
            session_key=request.session.session_key,
            address=self.get_client_ip(request),
            at=at,
            url=reverse("usersessions_list"),
        )
        if user.language:
            speak(response, user.language)
        known_devices.remember(request, response, user)
        return response

    def clean_password(self, password, user=None):
        """A password that somebody was given is not chosen again."""
        password = super().clean_password(password, user)
        if user and user.must_change_password and user.check_password(password):
            raise ValidationError(_("Choose a password other than the one you were given."), code="same")
        return password

    def set_password(self, user, password):
        """One's own choice: nothing is asked any more."""
        self.request.password_was_given = user.must_change_password
        user.must_change_password = False
        super().set_password(user, password)

    def get_password_change_redirect_url(self, request):
        """On to the CRM after the first change, else back to the page."""
        given = getattr(request, "password_was_given", False)
        return reverse("home") if given else super().get_password_change_redirect_url(request)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has just typed the password is not asked for it again on the way to the second factor."""
        recent = time.time() - self.request.session.get(JUST_NOW, 0) < ASK_AGAIN_AFTER
        return not recent and super().is_reauthentication_required(app=app, **kwargs)

    def logout(self, request):
        person = request.user
        super().logout(request)
        if person.is_authenticated:
            sign_in.ended(person=person, at=timezone.now())

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if template_prefix in _NEWS:
            sign_in.news(person=user, action=_NEWS[template_prefix], at=timezone.now())
        super().send_notification_mail(template_prefix, user, context, email)


class MFAAdapter(DefaultMFAAdapter):
    """The second factor: known by the user name, kept encrypted, not to be switched off where it is demanded."""

    def encrypt(self, text):
        return encrypted(text)

    def decrypt(self, encrypted_text):
        return decrypted(encrypted_text)

    def get_totp_label(self, user):
        return user.username

    def can_delete_authenticator(self, authenticator):
        return authenticator.type != Authenticator.Type.TOTP or not second_factor.demanded(authenticator.user)


def speak(response, language):
    """Have the browser ask in this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
