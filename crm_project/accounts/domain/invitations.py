"""Links that let a person set a password: signed, good for seven days, used once, revocable (rows Na3, Nb1)."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused

from . import sessions
from .authority import check_manages
from .people import create_person, locked

DAYS = 7
_SALT = "accounts.invitation"


def open_account(*, by: User | None, at: datetime, **fields: Any) -> User:
    """A new account (see `people.create`) with its invitation."""
    with transaction.atomic():
        return issue(person_id=create_person(by=by, at=at, **fields).pk, by=by, at=at)


def issue(*, person_id: int, by: User | None, at: datetime) -> User:
    """A new link for this account; an older one no longer works. The present password, if any, works until the link is used."""
    with transaction.atomic():
        person = locked(person_id)
        check_manages(by, person)
        if not person.is_active:
            raise Refused(_("This account is closed: reopen it first."), code="closed")
        person.invite_key, person.invited_at = secrets.token_urlsafe(24), at
        person.save(update_fields=["invite_key", "invited_at"])
        log.record(by=by, action="person.invited", at=at, subject=person)
        return person


def revoke(*, person_id: int, by: User | None, at: datetime) -> User:
    """The link that is out no longer works."""
    with transaction.atomic():
        person = locked(person_id)
        check_manages(by, person)
        if not person.invite_key:
            raise Refused(_("No invitation is open for this account."), code="none")
        person.invite_key = ""
        person.save(update_fields=["invite_key"])
        log.record(by=by, action="person.uninvited", at=at, subject=person)
        return person


def path(person: User) -> str:
    """The address of the open invitation, or an empty text."""
    if not person.invite_key:
        return ""
    return reverse("accounts:invitation", args=[signing.dumps([person.pk, person.invite_key], salt=_SALT)])


def expires(person: User) -> datetime | None:
    """Until when the open invitation works, or None."""
    return person.invited_at + timedelta(days=DAYS) if person.invite_key and person.invited_at else None


def invited(token: str, at: datetime) -> User | None:
    """The person whose open invitation this token is, or None: altered, used, revoked, replaced, or too old."""
    try:
        person_id, key = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person = User.objects.active().filter(pk=person_id, invite_key=key).exclude(invite_key="").first()
    until = expires(person) if person else None
    return person if until and at < until else None


def accept(*, token: str, password: str, at: datetime) -> User:
    """Set the password; the link is used up, and sessions under an older password end."""
    with transaction.atomic():
        person = invited(token, at)
        person = person and locked(person.pk)
        if person is None or invited(token, at) is None:
            raise Refused(_("This link no longer works: ask your administrator for a new one."), code="used")
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise Refused(" ".join(error.messages), code="weak", field="new_password1") from None
        person.set_password(password)
        person.invite_key, person.must_change_password = "", False
        person.save(update_fields=["password", "invite_key", "must_change_password"])
        sessions.end_all(person=person)
        log.record(by=person, action="password.set", at=at, subject=person)
        return person
