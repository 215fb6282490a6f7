"""Is everything alive? For the load balancer, the watchman and the admin's page."""

import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from crm_project.celery import app
from crm_project.ground import signs

STALE = timedelta(seconds=60)
OK, BUSY = "ok", "busy"


def report() -> dict[str, str]:
    """Say of each part `ok`, `busy` or what is wrong with it."""
    parts = {"web": OK, "database": OK, "queue": _queue(), "worker": OK, "beat": OK}
    try:
        seen = signs.last_seen()
    except DatabaseError as error:
        first_line = str(error).strip().partition("\n")[0]
        return parts | {"database": f"failed: {first_line}", "worker": "unknown", "beat": "unknown"}
    for name in ("worker", "beat"):
        at = seen.get(name)
        if at is None:
            parts[name] = "never seen"
        elif timezone.now() - at > STALE:
            parts[name] = f"not seen since {at.isoformat(timespec='seconds')}"
    # All its processes may be at long tasks: the worker itself still answers then.
    if parts["worker"] != OK and parts["queue"] == OK and app.control.ping(timeout=1.0, limit=1):
        parts["worker"] = BUSY
    return parts


def details() -> dict[str, str]:
    """What nightly checks found: worth a look, no reason to take the system out of service."""
    try:
        return {"sums": signs.noted("sums")}
    except (DatabaseError, RedisError, OSError):
        return {"sums": "unknown"}


def is_well(parts: dict[str, str]) -> bool:
    """Whether nothing is wrong."""
    return all(state in (OK, BUSY) for state in parts.values())


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
