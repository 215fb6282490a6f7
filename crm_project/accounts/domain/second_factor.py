"""The second factor: demanded by role or person, set up by oneself, taken off by an admin when the phone is lost (row Na3)."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused

from . import sessions
from .authority import check_manages
from .people import locked

_TOTP = Authenticator.objects.filter(type=Authenticator.Type.TOTP)


def demanded(person: User) -> bool:
    """Whether this person must sign in with a second factor."""
    return person.second_factor or (person.role is not None and person.role.second_factor)


def active(person: User) -> bool:
    """Whether it is set up."""
    return _TOTP.filter(user=person).exists()


def without_second_factor(people: QuerySet[User]) -> QuerySet[User]:
    """Of these accounts those that must have a second factor and have none."""
    must = people.filter(second_factor=True) | people.filter(role__second_factor=True)
    return must.exclude(Exists(_TOTP.filter(user=OuterRef("pk"))))


def remove_second_factor(*, person_id: int, by: User | None, at: datetime) -> User:
    """The phone is lost: remove the second factor and sign them out; where it is demanded they set it up anew."""
    with transaction.atomic():
        person = locked(person_id)
        check_manages(by, person)
        removed, _rows = Authenticator.objects.filter(user=person).delete()
        if not removed:
            raise Refused(_("Two-step sign-in is not set up for this account."), code="none")
        sessions.end_all(person=person)
        log.record(by=by, action="second_factor.off", at=at, subject=person)
        return person
