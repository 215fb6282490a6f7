"""The rating in the background; how far it is stands in the row of its quarter, so a lost message only delays."""

from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from crm_project.accounts.models import User

from .domain import grades, rating_rounds
from .rules.quarters import Quarter

AGAIN = {
    "autoretry_for": (OperationalError, InterfaceError),
    "retry_backoff": 2,
    "retry_backoff_max": 300,
    "max_retries": 10,
}


@shared_task(name="ratings.tend", **AGAIN)
def tend():
    """Open the sheets of the quarter just ended, remind, close and grade, whichever is due."""
    return rating_rounds.run_rating_rounds(at=timezone.now())


@shared_task(name="ratings.run", **AGAIN)
def run(quarter, by_id):
    """Grade a quarter that somebody asked for; killed half-way, the next one goes on where it stopped."""
    by = User.objects.select_related("role").filter(pk=by_id).first()
    return grades.run_rating(quarter=Quarter.parse(quarter), at=timezone.now(), by=by, resume=True)
