"""What to watch of the system itself: the database's version, tasks and mails that wait, the disk (row Nh4)."""

import subprocess
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from amqp.exceptions import ChannelError
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from crm_project.celery import app
from crm_project.lib.status_line import Status, StatusLine

from . import health, outbox
from .queue import FILES

# A task that waits longer than this has nobody who takes it.
LONG = timedelta(minutes=15)


def version(at: datetime) -> Status:
    """Which program runs: CRM_VERSION, else the commit of the folder."""
    return Status(settings.CRM_VERSION or _commit() or _("unknown"))


@cache
def _commit() -> str:
    command = ["git", "-C", str(settings.BASE_DIR), "log", "-1", "--format=%h, %cs"]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=5).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""


def migrations(at: datetime) -> Status:
    """Whether the database is as new as the program."""
    executor = MigrationExecutor(connection)
    n = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    text = ngettext("%(n)d change of the database is missing", "%(n)d changes of the database are missing", n)
    return Status(text % {"n": n} if n else _("up to date"), not n, n)


def tasks(at: datetime) -> Status:
    """How many tasks wait, and since when the oldest that could not be sent."""
    kept, oldest = outbox.waiting(), outbox.oldest()
    n = kept + _queued()
    well = oldest is None or at - oldest < LONG
    if not n:
        return Status(_("none waits"), well, 0)
    text = ngettext("%(n)d waits", "%(n)d wait", n) % {"n": n}
    if oldest:
        minutes = max(int((at - oldest).total_seconds() // 60), 0)
        text = _("%(waiting)s, the oldest for %(n)d min") % {"waiting": text, "n": minutes}
    return Status(text, well, n)


def _queued() -> int:
    """Tasks in the queues that no worker has taken."""
    try:
        with app.connection_for_read() as connection:
            return sum(_length(connection.default_channel, name) for name in (app.conf.task_default_queue, FILES))
    except (OSError, RedisError, OperationalError):
        return 0


def _length(channel: Any, queue: str) -> int:
    try:
        return int(channel.queue_declare(queue, passive=True).message_count)
    except ChannelError:
        return 0  # an empty queue is not there


def disk(at: datetime) -> Status:
    """Room for what comes, in bytes."""
    free = health.free_space()
    return Status(_("%(n)d MB free") % {"n": free // 2**20}, free // 2**20 >= settings.DISK_FREE_MB, free)


STATUS = (
    StatusLine("version", gettext_lazy("Version"), gettext_lazy("The program that runs here."), version, 5),
    StatusLine(
        "pending_migrations",
        gettext_lazy("Database version"),
        gettext_lazy(
            "The program needs the newest form of the database: restart the service, or run manage.py migrate."
        ),
        migrations,
        10,
    ),
    StatusLine(
        "tasks_waiting",
        gettext_lazy("Waiting tasks"),
        gettext_lazy(
            "Work handed to the background. Where the oldest waits long: look at the queue and the background work."
        ),
        tasks,
        20,
    ),
    StatusLine(
        "disk_free_bytes",
        gettext_lazy("Free disk space"),
        gettext_lazy("When little is left: free some, or move backups elsewhere."),
        disk,
        30,
    ),
)
