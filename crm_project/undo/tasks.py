"""Tidying."""

from celery import shared_task
from django.utils import timezone

from .domain import actions


@shared_task(name="undo.forget_old")
def forget_old():
    """Remove recent actions older than a month."""
    return actions.forget_old(at=timezone.now())
