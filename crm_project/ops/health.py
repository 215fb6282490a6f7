"""Is everything alive? For the load balancer, the watchman and the admin's page."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from crm_project.celery import app

from . import heartbeats
from .queue import FILES

STALE = timedelta(seconds=60)
# A queue whose tasks nobody has taken for so long stands still, even if the worker itself still answers.
STILL = timedelta(minutes=5)
# One file may take as long as its task is allowed to (customers.import_file).
STILL_FILES = timedelta(minutes=30)
OK, BUSY = "ok", "busy"
UNKNOWN = "unknown"
NOTED = ("sums", "backup", "rehearsal", "audit")  # what nightly checks write down


def report() -> dict[str, str]:
    """Say of each part `ok`, `busy` or what is wrong with it."""
    parts = {"web": OK, "database": OK, "queue": _queue(), "worker": OK, "files": OK, "beat": OK, "disk": _disk()}
    try:
        seen = heartbeats.last_seen()
    except DatabaseError as error:
        first_line = str(error).strip().partition("\n")[0]
        return parts | {"database": f"failed: {first_line}", "worker": UNKNOWN, "files": UNKNOWN, "beat": UNKNOWN}
    at = timezone.now()
    for name in ("worker", "files", "beat"):
        parts[name] = _age(seen.get(name), at)
    if parts["queue"] != OK or (parts["worker"] == OK and parts["files"] == OK):
        return parts
    # All its processes may be at long tasks: the worker itself still answers then.
    answering = {_queue_of(name) for reply in app.control.ping(timeout=1.0) for name in reply}
    for name, still in (("worker", STILL), ("files", STILL_FILES)):
        taken = seen.get(name)
        if parts[name] != OK and name in answering:
            parts[name] = BUSY
        if parts[name] != OK and parts["beat"] == OK and taken is not None and at - taken > still:
            parts["queue"] = f"no task taken by {name} since {taken.isoformat(timespec='seconds')}"
    return parts


def _queue_of(worker: str) -> str:
    """Which of the two a worker is, by its name (`serve` names them)."""
    return "files" if worker.startswith(f"{FILES}@") else "worker"


def details() -> dict[str, str]:
    """What nightly checks found: worth a look, no reason to take the system out of service."""
    try:
        return heartbeats.recorded(*NOTED)
    except (DatabaseError, RedisError, OSError):
        return dict.fromkeys(NOTED, UNKNOWN)


def is_well(parts: dict[str, str]) -> bool:
    """Whether nothing is wrong."""
    return all(state in (OK, BUSY) for state in parts.values())


def free_space() -> int:
    """Bytes that the data may still grow."""
    return shutil.disk_usage(settings.CRM_DATA).free


def _age(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "never seen"
    return f"not seen since {at.isoformat(timespec='seconds')}" if now - at > STALE else OK


def _disk() -> str:
    """Whether there is room for what comes."""
    free = free_space() // 2**20
    return OK if free >= settings.DISK_FREE_MB else f"full: {free} MB left of the {settings.DISK_FREE_MB} needed"


def _queue() -> str:
    """Whether a task could be sent."""
    if not settings.REDIS_URL:
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])
        return OK if os.access(folder, os.W_OK | os.X_OK) else f"failed: {folder} cannot be written"
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0.1, timeout=2)
            with connection.default_channel.conn_or_acquire() as client:
                client.ping()
    except (OSError, RedisError, OperationalError) as error:
        return f"failed: {error}"
    return OK
