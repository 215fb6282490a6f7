"""Of several beats one leads; the others stand by and take over when it is gone (row Nh4)."""

import os
import socket
import time
from datetime import timedelta
from typing import Any

import structlog
from celery.beat import PersistentScheduler
from django.apps import apps
from django.db import DatabaseError, close_old_connections
from django.db.models import Q
from django.utils import timezone

log = structlog.get_logger(__name__)

LEASE = 20  # seconds after which a beat that gave no sign leads no more
RENEW = 5  # seconds
BEAT = "beat"


class LeadingScheduler(PersistentScheduler):
    """The timetable, sent only while this beat leads; one that stands by lets each moment pass, so that nothing comes twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.leads, self.asked_at = False, 0.0
        self.name_here = f"{socket.gethostname()}:{os.getpid()}"
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """Look whether this one leads, then send what is due."""
        if time.monotonic() - self.asked_at >= RENEW:
            self.asked_at = time.monotonic()
            self._ask()
        return super().tick(*args, **kwargs)

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        """Send one line of the timetable, or let it pass."""
        if self.leads:
            super().apply_entry(entry, producer=producer)

    def close(self) -> None:
        """Leave the lead to the next one at once."""
        super().close()
        if self.leads:
            give_up(self.name_here)

    def _ask(self) -> None:
        close_old_connections()
        try:
            leads = take_lead(self.name_here)
        except DatabaseError as error:  # without a database no task could do anything either
            log.warning("lead_unknown", error=str(error))
            leads = False
        if leads != self.leads:
            log.warning("beat_leads" if leads else "beat_stands_by", beat=self.name_here)
        self.leads = leads


def take_lead(holder: str) -> bool:
    """Whether this one leads for the next seconds: it did already, or nobody does."""
    now = timezone.now()
    until = now + timedelta(seconds=LEASE)
    leases = apps.get_model("ground", "Lease").objects
    # One statement: of two that ask at the same time, the second finds the row changed.
    if leases.filter(Q(holder=holder) | Q(until__lt=now), name=BEAT).update(holder=holder, until=until):
        return True
    leases.bulk_create([leases.model(name=BEAT, holder=holder, until=until)], ignore_conflicts=True)
    return bool(leases.filter(name=BEAT, holder=holder).exists())


def give_up(holder: str) -> None:
    """Another may lead at once."""
    try:
        apps.get_model("ground", "Lease").objects.filter(name=BEAT, holder=holder).delete()
    except DatabaseError:
        log.warning("lead_kept", beat=holder)
