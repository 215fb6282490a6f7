"""The clocks of service orders, in the background."""

from celery import shared_task
from django.utils import timezone

from crm_project.lib.retries import RETRIED

from .domain.targets import due


@shared_task(name="service.targets", **RETRIED)
def targets():
    """Every ten minutes: tell of orders that come to their reminder or their end."""
    return due.tell_due(at=timezone.now())
