"""Chasing overdue updates of deals, in the background."""

from celery import shared_task
from django.utils import timezone

from crm_project.lib.retries import RETRIED

from .domain import overdue


@shared_task(name="deals.chase", **RETRIED)
def chase():
    """Every morning; each due date is told once."""
    return overdue.chase_overdue(at=timezone.now())
