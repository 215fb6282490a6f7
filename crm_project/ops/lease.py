"""A living worker renews its unfinished messages on Redis.

Redis gives a message that was not acknowledged to another worker after the visibility timeout. Kept short,
a killed worker's task comes back within seconds; renewed here, a task may still run for an hour without being
run twice.
"""

import time
from typing import Any

from celery import bootsteps

RENEW_EVERY = 4.0  # seconds: three tries within a visibility timeout of 15


class RenewLease(bootsteps.StartStopStep):
    """Worker step: every few seconds, put off the redelivery of what this worker holds."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        super().__init__(parent, **kwargs)
        self.entry: Any = None

    def start(self, parent: Any) -> None:
        """Begin when the worker consumes."""
        channel = parent.task_consumer.channel
        if hasattr(channel, "unacked_index_key"):
            self.entry = parent.timer.call_repeatedly(RENEW_EVERY, renew, args=(channel,))

    def stop(self, parent: Any) -> None:
        """End with the connection: the next one starts afresh."""
        if self.entry is not None:
            self.entry.cancel()
            self.entry = None


def renew(channel: Any) -> None:
    """Count the visibility timeout of every message this channel holds from now."""
    held = list(channel.qos._delivered)
    if held:
        with channel.conn_or_acquire() as client:
            # xx: a message acknowledged meanwhile must not come back into the index
            client.zadd(channel.unacked_index_key, dict.fromkeys(held, time.time()), xx=True)
