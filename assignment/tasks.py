"""Ownership's work in the background; how it stands is always a row in the database, so a lost message only delays."""

import structlog
from celery import shared_task
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from crm_project.accounts.domain.authority import admins
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.retries import RETRIED, retried_on
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell
from crm_project.ops import heartbeats

from .domain import introductions
from .domain.forecast import jobs as forecast_jobs
from .domain.handover import letters
from .domain.handover import run as handover
from .domain.policies import announce as announcing
from .domain.policies import requests as policy_requests
from .domain.policies import versions
from .domain.sweep import run as sweep
from .domain.sweep import undo
from .domain.sweep.reconcile import ledger_disagrees, reconcile
from .models import Handover, HandoverItem
from .status import SIGN

log = structlog.get_logger(__name__)


@shared_task(name="assignment.domain.sweep.run", **RETRIED)
def run_sweep():
    """Act on what is due now; deadlines lie at the release hour, so that runs before it find only what was missed."""
    at = timezone.now()
    # A machine that was off at midnight catches up with policies that hold by today.
    versions.take_effect(at=at)
    run = sweep.run(at=at, started_at=at)
    if run.figures.get("failed"):
        tell(
            admins(),
            "sweep_failed",
            at=timezone.now(),
            key=f"sweep-failed:{run.pk}",
            n=run.figures["failed"],
            url=reverse("assignment:sweep_run", args=[run.pk]) + "?outcome=failed",
        )
    return run.figures


@shared_task(name="assignment.domain.sweep.reconcile", **RETRIED)
def run_reconcile():
    """Recompute every deadline and hold the ledger against the rows; admins hear of drift."""
    at = timezone.now()
    looked, wrong = reconcile(at=at)
    astray = ledger_disagrees()
    heartbeats.record(SIGN, str(wrong + len(astray)))
    if wrong or astray:
        log.warning("reconcile_drift", looked=looked, wrong=wrong, ledger=len(astray))
        tell(
            admins(),
            "reconcile_drift",
            at=at,
            key=f"reconcile:{local_date(at)}",
            n=wrong,
            ledger=len(astray),
            url=reverse("assignment:release_log"),
        )
    forecast_jobs.forget_old(at=at)
    return looked, wrong


@shared_task(name="assignment.take_effect", **RETRIED)
def take_effect():
    """Set the clocks of departments whose policy changes today."""
    return versions.take_effect(at=timezone.now())


@shared_task(name="assignment.announce", **RETRIED)
def announce():
    """Tell everybody concerned of changes of the rules that reach too many to be told at once; forecast such that wait for approval."""
    at = timezone.now()
    policy_requests.forecast_asked(at=at)
    return announcing.announce(at=at)


@shared_task(name="assignment.take_back", **RETRIED)
def take_back():
    """Put back what an undo left waiting, where a slot has become free."""
    return undo.restore_waiting(at=timezone.now())


@shared_task(name="assignment.remind_introductions", **RETRIED)
def remind_introductions():
    """Ask for introductions that wait too long and for handovers of closed accounts; once a day."""
    return introductions.remind_of_introductions(at=timezone.now())


@shared_task(name="assignment.domain.forecast.compute")
def run_forecast(job_id):
    """Compute a forecast that somebody waits for."""
    try:
        forecast_jobs.run_forecast(job_id)
    except Exception:
        forecast_jobs.fail_forecast(job_id)
        raise


@shared_task(name="assignment.domain.handover.run", **RETRIED)
def run_handover(handover_id, by_id):
    """Move the customers of a handover; killed half-way, the next one goes on where it stopped."""
    by = User.objects.filter(pk=by_id).first()
    handover.continue_handover(handover_id=handover_id, by=by, at=timezone.now())


@shared_task(name="assignment.mail_letters", **retried_on(OSError))
def mail_letters(handover_id, item_ids, by_id, language):
    """Inform customers by mail; each item is ticked off once its mail is out (M14)."""
    by = User.objects.get(pk=by_id)
    this = Handover.objects.select_related("leaver").get(pk=handover_id)
    waiting = HandoverItem.objects.filter(
        handover=this, pk__in=item_ids, informed_at__isnull=True, moved_at__isnull=False
    )
    items = list(waiting.select_related("customer"))
    with translation.override(language or settings.LANGUAGE_CODE):
        written = letters.compose([item.customer for item in items], letters.template(this), former=this.leaver)
        for item in items:
            letter = written.get(item.customer_id)
            try:
                if letter:
                    letters.send_letter(letter, by=by, at=timezone.now())
                    handover.complete_introduction(item_id=item.pk, by=by, at=timezone.now(), informed=True)
            except Refused as refusal:
                handover.fail_handover(item, refusal)
