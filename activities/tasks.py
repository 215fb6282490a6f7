"""What happens by itself: reminders of tasks and next contacts (row Z5)."""

from celery import shared_task
from django.utils import timezone

from crm_project.lib.retries import RETRIED

from .domain import contact_reports
from .domain.receptions import reminding
from .domain.tasks import remind_of_tasks


@shared_task(name="activities.remind_tasks", **RETRIED)
def remind_tasks():
    """Tell people what is due; every five minutes."""
    return remind_of_tasks(at=timezone.now())


@shared_task(name="activities.remind_reports", **RETRIED)
def remind_reports():
    """Chase contact reports that are overdue; once a day (M13)."""
    return contact_reports.remind_of_reports(at=timezone.now())


@shared_task(name="activities.remind_receptions", **RETRIED)
def remind_receptions():
    """Remind of receptions of tomorrow, and of those that nobody has recorded; hourly by day (M11)."""
    return reminding.remind(at=timezone.now())
