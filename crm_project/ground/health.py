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
from crm_project.ground import signs

STALE = timedelta(seconds=60)
# A queue whose tasks nobody has taken for so long stands still, even if the worker itself still answers.
STILL = timedelta(minutes=5)
OK, BUSY = "ok", "busy"
UNKNOWN = "unknown"
NOTED = ("sums", "backup", "audit")  # what nightly checks write down


def report() -> dict[str, str]:
    """Say of each part `ok`, `busy` or what is wrong with it."""
    parts = {"web": OK, "database": OK, "queue": _queue(), "worker": OK, "beat": OK, "disk": _disk()}
    try:
        seen = signs.last_seen()
    except DatabaseError as error:
        first_line = str(error).strip().partition("\n")[0]
        return parts | {"database": f"failed: {first_line}", "worker": UNKNOWN, "beat": UNKNOWN}
    at = timezone.now()
    for name in ("worker", "beat"):
        parts[name] = _age(seen.get(name), at)
    if parts["worker"] == OK or parts["queue"] != OK:
        return parts
    # All its processes may be at long tasks: the worker itself still answers then.
    if app.control.ping(timeout=1.0, limit=1):
        parts["worker"] = BUSY
    taken = seen.get("worker")
    if parts["beat"] == OK and taken is not None and at - taken > STILL:
        parts["queue"] = f"no task taken since {taken.isoformat(timespec='seconds')}"
    return parts


def details() -> dict[str, str]:
    """What nightly checks found: worth a look, no reason to take the system out of service."""
    try:
        return signs.noted(*NOTED)
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
