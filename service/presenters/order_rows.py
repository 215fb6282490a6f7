"""Orders as rows of a list: each with how its clock stands, judged by the same function as its page (row Ni22)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crm_project.lib.time import minute
from service.domain.targets import stored, versions
from service.models import ServiceOrder
from service.models.choices import Priority, Status

from . import clock, tones


def rows(orders: Sequence[ServiceOrder], at: datetime) -> list[dict[str, Any]]:
    """[{order, status_tone, priority_tone, clock, reported}]; two queries for any number of orders."""
    targets = versions.targets_at(at)
    standings = stored.standings(orders, at, targets)
    out = []
    for order in orders:
        # What was cancelled is late for nobody.
        over = order.status == Status.CANCELLED
        running = [] if over else [line for line in clock.lines(standings[order.pk], targets.remind_at) if line.runs]
        out.append(
            {
                "order": order,
                "status_tone": tones.STATUSES[Status(order.status)],
                "priority_tone": tones.PRIORITIES[Priority(order.priority)],
                "clock": running[0] if running else None,
                "reported": minute(order.reported_at),
            }
        )
    return out
