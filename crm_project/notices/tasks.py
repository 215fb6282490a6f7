"""Mail with notices, in the background."""

from celery import shared_task
from django.utils import timezone

from crm_project.lib.retries import RETRIED

from .domain import digest
from .presenters.letter import letter


@shared_task(name="notices.mail_each", **RETRIED)
def mail_each():
    """To those who want each notice at once."""
    return digest.mail_digests("each", letter=letter, at=timezone.now())


@shared_task(name="notices.mail_daily", **RETRIED)
def mail_daily():
    """To those who want one mail a day."""
    return digest.mail_digests("daily", letter=letter, at=timezone.now())
