"""Chasing late decisions, in the background."""

from celery import shared_task
from django.utils import timezone

from crm_project.lib.retries import RETRIED

from .domain import chasing


@shared_task(name="approvals.chase", **RETRIED)
def chase():
    """Hourly; each request at most once a day."""
    return chasing.chase(at=timezone.now())
