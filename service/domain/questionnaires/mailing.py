"""Mails with a link, and one reminder of each: marked first and sent after the commit, so that nobody hears twice (row T22)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet

from crm_project.accounts.domain.settings_store import value
from crm_project.lib.mail import refused_for_good
from service.company_settings import REMIND_DAYS
from service.models import InvitationLink, QuestionnaireInvitation
from service.models.choices import SentBy

from .links import NEAR, hash_of, new_token

log = structlog.get_logger(__name__)
Letter = Callable[[QuestionnaireInvitation, str, bool], EmailMessage]
MOST = 500  # mails of one run
MOST_FAILURES = 3  # then the server is left alone until the next run


def mail_invitations(*, letter: Letter, at: datetime) -> int:
    """Send what waits; how many went out. `letter(invitation, token, reminds)` builds the mail.

    A worker killed between the mark and the mail costs that mail, never a second copy: the reminder still comes. A mail
    server that refuses gives it back for the next run.
    """
    waiting = _open(at).filter(mailed_at=None)
    return _mail(waiting, "mailed_at", letter, at)


def remind_invitations(*, letter: Letter, at: datetime) -> int:
    """Remind, once, those who have not answered after some days (setting; 0: nobody)."""
    days = value(REMIND_DAYS)
    if not days:
        return 0
    due = _open(at).filter(mailed_at__lte=at - timedelta(days=int(days)), reminded_at=None)
    return _mail(due, "reminded_at", letter, at)


def _open(at: datetime) -> QuerySet[QuestionnaireInvitation]:
    rows = QuestionnaireInvitation.objects.waiting(at).filter(
        channel=SentBy.MAIL, contact__active=True, address_refused_at=None
    )
    return rows.filter(version__questionnaire__closed_at=None).exclude(contact__email="")


def _mail(rows: QuerySet[QuestionnaireInvitation], mark: str, letter: Letter, at: datetime) -> int:
    sent, failed, last = 0, 0, 0
    while sent < MOST and failed < MOST_FAILURES:
        with transaction.atomic():
            # One after another: of two workers each takes its own.
            row = (
                rows.filter(pk__gt=last)
                .select_for_update(no_key=True, skip_locked=True, of=("self",))
                .select_related(*NEAR)
                .order_by("pk")
                .first()
            )
            if row is None:
                return sent
            QuestionnaireInvitation.objects.filter(pk=row.pk).update(**{mark: at})
            token, last = new_token(row, at), row.pk
        try:
            letter(row, token, mark == "reminded_at").send()
            sent += 1
        except OSError as error:
            if isinstance(error, SMTPRecipientsRefused) and refused_for_good(error):
                log.warning("questionnaire_address_refused", invitation=row.pk)
                QuestionnaireInvitation.objects.filter(pk=row.pk).update(address_refused_at=at)
                continue
            log.exception("questionnaire_mail_failed", invitation=row.pk)
            failed += 1
            with transaction.atomic():
                InvitationLink.objects.filter(token_hash=hash_of(token)).delete()
                QuestionnaireInvitation.objects.filter(pk=row.pk).update(**{mark: None})
    return sent
