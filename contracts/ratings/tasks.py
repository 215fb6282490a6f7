"""The rating in the background; how far it is stands in the row of its quarter, so a lost message only delays."""

from celery import shared_task
from django.utils import timezone

from crm_project.accounts.models import User
from crm_project.lib.retries import RETRIED

from .domain import grades, rating_rounds
from .rules.quarters import Quarter


@shared_task(name="ratings.tend", **RETRIED)
def tend():
    """Open the sheets of the quarter just ended, remind, close and grade, whichever is due."""
    return rating_rounds.run_rating_rounds(at=timezone.now())


@shared_task(name="ratings.run", **RETRIED)
def run(quarter, by_id):
    """Grade a quarter that somebody asked for; killed half-way, the next one goes on where it stopped."""
    by = User.objects.select_related("role").filter(pk=by_id).first()
    return grades.run_rating(quarter=Quarter.parse(quarter), at=timezone.now(), by=by, resume=True)
