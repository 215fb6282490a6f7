"""Violations in the background: reminders, and on to the decider when the time for a statement is over (row Nh6)."""

from celery import shared_task
from django.utils import timezone

from crm_project.lib.retries import RETRIED

from .domain import waiting


@shared_task(name="violations.tend", **RETRIED)
def tend():
    """Every hour."""
    at = timezone.now()
    return waiting.pass_on(at=at), waiting.remind(at=at)
