"""Mail with notices, in the background."""

from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from .domain import digest
from .presenters.letter import letter

AGAIN = {"autoretry_for": (OperationalError, InterfaceError), "retry_backoff": 2, "max_retries": 5}


@shared_task(name="notices.mail_each", **AGAIN)
def mail_each():
    """To those who want each notice at once."""
    return digest.mail("each", letter=letter, at=timezone.now())


@shared_task(name="notices.mail_daily", **AGAIN)
def mail_daily():
    """To those who want one mail a day."""
    return digest.mail("daily", letter=letter, at=timezone.now())
