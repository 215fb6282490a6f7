"""Tasks that the queue does not take wait in a table and are sent once it is there again."""

import time
from datetime import datetime
from typing import Any

import structlog
from celery import current_app
from celery.contrib.django.task import DjangoTask
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from kombu.utils.uuid import uuid
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

GONE = (OperationalError, RedisError, OSError)
REST = 10.0  # seconds in which a queue that did not answer is not tried again by pages
MOST = 500  # sent in one go


class _Pause:
    """Until when the queue is left alone."""

    until = 0.0


class KeptTask(DjangoTask):
    """A task that is not lost where Redis is gone, or the queue's disk full."""

    abstract = True

    def apply_async(self, args: Any = None, kwargs: Any = None, task_id: Any = None, **options: Any) -> Any:
        """Send it, or keep it. What comes again by itself (sent by beat, or with an end to it) is not kept."""
        if options.get("producer") or options.get("connection") or options.get("expires"):
            return super().apply_async(args, kwargs, task_id=task_id, **options)
        task_id = task_id or uuid()
        if time.monotonic() >= _Pause.until:
            try:
                return super().apply_async(args, kwargs, task_id=task_id, **options)
            except GONE as error:
                _Pause.until = time.monotonic() + REST
                log.warning("queue_gone", waiting=self.name, error=str(error))
        _waiting().create(
            id=task_id, task=self.name, args=list(args or ()), kwargs=dict(kwargs or {}), at=timezone.now()
        )
        return self.AsyncResult(task_id)


def send_waiting() -> int:
    """Send what waits, oldest first. A row goes in the transaction that sends it: of two senders each takes its own."""
    sent = 0
    while sent < MOST:
        with transaction.atomic():
            rows = _waiting().select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            row = rows.order_by("at").first()
            if row is None:
                break
            task_id = str(row.pk)
            row.delete()
            current_app.send_task(row.task, row.args, row.kwargs, task_id=task_id)
        sent += 1
    return sent


def waiting() -> int:
    """How many tasks wait."""
    return _waiting().count()


def oldest() -> datetime | None:
    """Since when the oldest of them waits."""
    first: datetime | None = _waiting().order_by("at").values_list("at", flat=True).first()
    return first


def _waiting() -> Any:
    # By name: the Celery app names this module before there are models.
    return apps.get_model("ground", "WaitingTask").objects
