"""When a background task comes again by itself: one policy for every task that writes to the database."""

from typing import Any

from django.db import InterfaceError, OperationalError


def retried_on(*also: type[Exception]) -> dict[str, Any]:
    """Options for `shared_task`: a database that restarts is back in a moment, so the task comes again, later each time.

    Up to ten times, 2 seconds after the first failure and at most 5 minutes after a later one. `also`: what else passes by itself.
    """
    return {
        "autoretry_for": (OperationalError, InterfaceError, *also),
        "retry_backoff": 2,
        "retry_backoff_max": 300,
        "max_retries": 10,
    }


RETRIED = retried_on()
