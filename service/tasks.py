"""Service orders, return visits, remedial plans, the mails of questionnaires and sheets, in the background."""

from celery import shared_task
from django.utils import timezone

from crm_project.lib.retries import RETRIED

from .domain.questionnaires import mailing
from .domain.remedial import due as remedial_due
from .domain.sheets import sending
from .domain.targets import due
from .domain.visits import chase, fill
from .presenters.questionnaires.letter import letter
from .presenters.sheets.letter import letter as sheet_letter


@shared_task(name="service.targets", **RETRIED)
def targets():
    """Every ten minutes: tell of orders that come to their reminder or their end."""
    return due.tell_due(at=timezone.now())


@shared_task(name="service.remedial", **RETRIED)
def remedial():
    """Every ten minutes: remind of steps and tasks, tell of late ones, reopen plans that did not hold, note those that did."""
    return remedial_due.run(at=timezone.now())


@shared_task(name="service.fill_visits", **RETRIED)
def fill_visits():
    """Every night: plan the return visits that fall due."""
    return fill.fill(at=timezone.now())


@shared_task(name="service.chase_visits", **RETRIED)
def chase_visits():
    """Every morning: tell of visits that are due, of reports that are due, of what is late."""
    return chase.chase(at=timezone.now())


@shared_task(name="service.mail_questionnaires", **RETRIED)
def mail_questionnaires():
    """Every minute: send the links that wait."""
    return mailing.mail_invitations(letter=letter, at=timezone.now())


@shared_task(name="service.remind_questionnaires", **RETRIED)
def remind_questionnaires():
    """Every morning: remind, once, those who have not answered."""
    return mailing.remind_invitations(letter=letter, at=timezone.now())


@shared_task(name="service.mail_sheet_codes", **RETRIED)
def mail_sheet_codes():
    """At once when one is asked for, and every minute for those that failed: send the codes that confirm visit sheets."""
    return sending.mail_codes(letter=sheet_letter, at=timezone.now())
