"""What the audit keeps of signing in and out, wrong attempts included (rows Na3, Nb6)."""

from datetime import datetime

from crm_project.accounts.models import User
from crm_project.audit.domain import log


def failed(*, typed: str, at: datetime) -> None:
    """A wrong attempt. What was typed is kept only where it is a user name: it may have been a password in the wrong field."""
    known = User.objects.filter(username__iexact=User.normalize_username(typed)).first()
    name = {"subject": known} if known else {"subject_type": "user", "subject_name": typed[:2] + "…"}
    log.record(by=None, action="signin.failed", at=at, **name)


def succeeded(*, person: User, at: datetime) -> None:
    """Somebody came in."""
    log.record(by=person, action="signin", at=at, subject=person)


def ended(*, person: User, at: datetime) -> None:
    """Somebody signed out, or was away too long."""
    log.record(by=person, action="signout", at=at, subject=person)


def news(*, person: User, action: str, at: datetime) -> None:
    """Password or second factor changed by the person themselves."""
    log.record(by=person, action=action, at=at, subject=person)
