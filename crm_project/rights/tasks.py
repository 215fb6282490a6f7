"""The yearly review of rights, in the background."""

from celery import shared_task
from django.utils import timezone

from crm_project.lib.retries import RETRIED

from .domain import reviewing


@shared_task(name="rights.tend_reviews", **RETRIED)
def tend_reviews():
    """Every morning: begins the lists in their month, and reminds of those that are nearly due or late."""
    at = timezone.now()
    return reviewing.begin_yearly(at=at), reviewing.remind(at=at)
