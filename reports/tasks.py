"""What happens by itself: the figures that are kept for each day (row Z2)."""

import structlog
from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from activities.domain import followup_days
from crm_project.accounts.domain.authority import admins
from crm_project.lib.retries import RETRIED
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell
from customers.filters import listed
from reports.domain.appraisal import closing
from reports.domain.contradictions import detecting, settling
from reports.domain.mailing import planning, sending
from reports.domain.outings import positions
from reports.domain.outings import reminding as outings
from reports.domain.spot_checks import drawing, verifying
from reports.domain.trips import reminding as trips
from reports.domain.work_reports import reminding
from reports.exporting.mailing import writer

log = structlog.get_logger(__name__)


@shared_task(name="reports.count_followups", **RETRIED)
def count_followups():
    """Bring the days of the figures up to date; every quarter of an hour."""
    return followup_days.bring_up_to_date(at=timezone.now())


@shared_task(name="reports.count_all_followups", **RETRIED)
def count_all_followups():
    """Count every day of the figures from the start; every night. Admins hear of drift."""
    at = timezone.now()
    drift = followup_days.count_all(at=at)
    if drift:
        log.warning("figures_drift", days=drift)
        tell(admins(), "figures_drift", at=at, key=f"figures:{local_date(at)}", n=drift, url=reverse("reports:figures"))
    return drift


@shared_task(name="reports.remind_trips", **RETRIED)
def remind_trips():
    """Tell who has to report a trip, and who waits for it; every hour of the day."""
    return trips.remind(at=timezone.now())


@shared_task(name="reports.remind_outings", **RETRIED)
def remind_outings():
    """Ask for the end of outings of earlier days; every hour of the day."""
    return outings.remind(at=timezone.now())


@shared_task(name="reports.find_contradictions", **RETRIED)
def find_contradictions():
    """Compare what was recorded with each other; every night."""
    return detecting.detect(at=timezone.now())


@shared_task(name="reports.settle_contradictions", **RETRIED)
def settle_contradictions():
    """What was put right is gone, what is over comes to the manager, reminders; every quarter of an hour."""
    at = timezone.now()
    return settling.settle(at=at), settling.pass_on(at=at), settling.remind(at=at)


@shared_task(name="reports.delete_positions", **RETRIED)
def delete_positions():
    """Delete positions of outings that are 90 days old; every night."""
    return positions.delete_old(at=timezone.now())


@shared_task(name="reports.remind_reports", **RETRIED)
def remind_reports():
    """Tell who has to hand in a report, and who waits for one; every hour of the day."""
    return reminding.remind(at=timezone.now())


@shared_task(name="reports.spot_checks", **RETRIED)
def spot_checks():
    """Draw spot checks whose moment has come, and pass on rows whose time for a statement is over; every five minutes."""
    at = timezone.now()
    return drawing.draw_due(at=at), verifying.pass_on_overdue(at=at)


@shared_task(name="reports.close_scores", **RETRIED)
def close_scores():
    """Close the scores of the last month whose day has come; every night."""
    return closing.close_due(at=timezone.now())


@shared_task(name="reports.send_mailings", soft_time_limit=25 * 60, time_limit=26 * 60, **RETRIED)
def send_mailings():
    """Plan the mailings that are due and send what waits; every five minutes."""
    planning.plan_due(at=timezone.now())
    return sending.send_waiting(write=writer(listed, timezone.now), clock=timezone.now)
