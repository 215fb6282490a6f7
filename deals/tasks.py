"""Chasing overdue updates of deals, in the background."""

from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from .domain import overdue


@shared_task(name="deals.chase", autoretry_for=(OperationalError, InterfaceError), retry_backoff=2, max_retries=5)
def chase():
    """Every morning; each due date is told once."""
    return overdue.chase_overdue(at=timezone.now())
