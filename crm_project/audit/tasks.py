"""Chaining new entries of the audit, and proving the whole chain every night (row Ne3)."""

import structlog
from celery import shared_task
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from crm_project.accounts.models import User
from crm_project.accounts.models.who_may import who_may
from crm_project.lib.retries import RETRIED, retried_on
from crm_project.notices.domain.notify import tell
from crm_project.ops import heartbeats

from .domain import chain, seals

PROOF = "audit:proof"
log = structlog.get_logger(__name__)


@shared_task(name="audit.seal", **RETRIED)
def seal():
    """Chain what is new; returns how many entries."""
    total = 0
    while sealed := chain.seal():
        total += sealed
    return total


@shared_task(name="audit.prove", **RETRIED)
def prove():
    """Walk the whole chain; the search page shows the outcome, and auditors are told where it does not hold."""
    entries, problem = chain.prove()
    at = timezone.now()
    cache.set(PROOF, {"at": at, "entries": entries, "problem": problem}, timeout=14 * 86400)
    heartbeats.record("audit", problem or "ok")
    if problem:
        log.error("audit_chain_broken", entries=entries, problem=problem)
        readers = User.objects.active().filter(who_may("audit.view")).values_list("pk", flat=True)
        tell(list(readers), "chain_broken", at=at, key=f"chain:{problem}", url=reverse("audit:search"), problem=problem)
    return entries, problem


@shared_task(name="audit.count", **retried_on(OSError))
def count():
    """Chain what is new and write the signed count outside the database; returns it."""
    seal()
    return seals.write_seal(at=timezone.now()).count
