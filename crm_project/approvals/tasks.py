"""Chasing late decisions, in the background."""

from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from .domain import chasing


@shared_task(name="approvals.chase", autoretry_for=(OperationalError, InterfaceError), retry_backoff=2, max_retries=5)
def chase():
    """Hourly; each request at most once a day."""
    return chasing.chase(at=timezone.now())
