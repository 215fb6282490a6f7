"""Notices by mail, as each person wishes: at once or once a day, in her language, as text and HTML (issue 2 §6)."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from crm_project.accounts.models import User
from crm_project.notices.models import Notice
from crm_project.notices.presenters.render import shown

log = structlog.get_logger(__name__)
# What is older than this is no news any more and is not mailed.
FRESH = timedelta(days=3)
MOST = 100


def mail(wish, *, at):
    """Send what waits to everybody with this wish ("each" or "daily"); returns how many mails went out.

    Notices are marked first and sent after the commit: a worker killed in between costs one mail (the notice itself
    stays in the bell), never a second copy. A mail server that refuses gives them back for the next time.
    """
    settle(at=at)
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


def settle(*, at):
    """Notices nobody wants by mail, or that are no news any more, wait no longer."""
    waiting = Notice.objects.filter(mailed_at__isnull=True)
    return waiting.filter(at__lt=at - FRESH).update(mailed_at=at)


def letter(person, notices):
    """The mail for these notices, in the person's language."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        rows = [{**shown(n), "url": f"{settings.SITE_URL}{n.url}" if n.url else ""} for n in notices[:MOST]]
        subject = (
            rows[0]["text"]
            if len(notices) == 1
            else ngettext("%(n)d notice", "%(n)d notices", len(notices)) % {"n": len(notices)}
        )
        context = {"rows": rows, "more": max(len(notices) - MOST, 0), "person": person, "site": settings.SITE_URL}
        out = EmailMultiAlternatives(
            subject.replace("\n", " ")[:150], render_to_string("notices/digest.txt", context), to=[person.email]
        )
        out.attach_alternative(render_to_string("notices/digest.html", context), "text/html")
        return out
