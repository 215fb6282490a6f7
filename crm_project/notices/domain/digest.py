"""Notices by mail, as each person wishes: at once or once a day, never twice (row Nh3)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.core.mail import EmailMessage

from crm_project.accounts.models import User
from crm_project.notices.models import Notice

log = structlog.get_logger(__name__)
# What is older than this is no news any more and is not mailed.
FRESH = timedelta(days=3)


def mail_digests(wish: str, *, letter: Callable[[User, list[Notice]], EmailMessage], at: datetime) -> int:
    """Send what waits to everybody with this wish ("each" or "daily"); returns how many mails went out.

    `letter(person, notices)` builds the mail (`presenters.letter`).

    Notices are marked first and sent after the commit: a worker killed in between costs one mail (the notice itself
    stays in the bell), never a second copy. A mail server that refuses gives them back for the next time.
    """
    expire_old(at=at)
    waiting = Notice.objects.filter(mailed_at__isnull=True, user__digest=wish, user__is_active=True).exclude(
        user__email=""
    )
    sent = 0
    for person in User.objects.filter(pk__in=waiting.order_by().values("user_id").distinct()).order_by("pk"):
        # Marking is one statement: of two workers, one marks and mails, the other finds nothing.
        if not Notice.objects.filter(user=person, mailed_at__isnull=True).update(mailed_at=at):
            continue
        notices = list(Notice.objects.filter(user=person, mailed_at=at).order_by("-at", "-id"))
        try:
            letter(person, notices).send()
            sent += 1
        except OSError:
            log.exception("digest_failed", user=person.pk, notices=len(notices))
            Notice.objects.filter(pk__in=[n.pk for n in notices]).update(mailed_at=None)
    return sent


def expire_old(*, at: datetime) -> int:
    """Notices nobody wants by mail, or that are no news any more, wait no longer."""
    waiting = Notice.objects.filter(mailed_at__isnull=True)
    return waiting.filter(at__lt=at - FRESH).update(mailed_at=at)
