"""Where a person is signed in: listing, ending, noticing two places at once (row Na3)."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.notices.domain.notify import tell

from .authority import check_manages


def listed(person: User) -> list[UserSession]:
    """The sessions that are still alive, newest first; dead rows are cleared away (a handful per person)."""
    return sorted(UserSession.objects.purge_and_list(person), key=lambda s: s.last_seen_at, reverse=True)


def end_all(*, person: User, keep: str = "") -> int:
    """End every session but the one with the key `keep`; returns how many. For verbs that write their own audit."""
    rows = list(UserSession.objects.filter(user=person).exclude(session_key=keep))
    for row in rows:
        row.end()
    return len(rows)


def end(*, person: User, by: User | None, at: datetime, session_id: int | None = None) -> int:
    """An admin signs a person out: everywhere, or of one session."""
    check_manages(by, person)
    with transaction.atomic():
        rows = UserSession.objects.filter(user=person)
        rows = list(rows.filter(pk=session_id) if session_id else rows)
        for row in rows:
            row.end()
        if rows:
            log.record(
                by=by, action="session.ended", at=at, subject=person, changes={"address": [[r.ip for r in rows], None]}
            )
        return len(rows)


def note_second_place(*, person: User, session_key: str, address: str, at: datetime, url: str) -> str | None:
    """Tell the person and the audit if they are signed in from another address too; returns that address, or None."""
    alive_since = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    elsewhere = UserSession.objects.filter(user=person, last_seen_at__gte=alive_since).exclude(session_key=session_key)
    other = elsewhere.exclude(ip=address).order_by("-last_seen_at").first()
    if other is None:
        return None
    with transaction.atomic():
        log.record(
            by=person, action="signin.second_place", at=at, subject=person, changes={"address": [other.ip, address]}
        )
        tell([person], "second_place", at=at, url=url, address=address, other=other.ip)
    return other.ip
