"""Orders as rows of a list: each with how its clock stands, judged by the same function as its page (row Ni22)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crm_project.lib.time import minute
from service.domain.targets import stored, versions
from service.models import ServiceOrder
from service.models.choices import Priority, Status
from service.rules.steps import RUNNING

from . import clock, tones

# What a row shows and its clock is judged by, of the wide tables beside it: for `select_related` and `only`.
NEAR = ("kind", "assigned", "customer__standing")
COLUMNS = (
    *("number", "subject", "status", "priority", "due_at"),
    *("reported_at", "accepted_at", "started_at", "done_at"),
    *("kind__key", "kind__name", "kind__name_zh", "assigned__full_name", "assigned__username"),
    *("customer__name", "customer__vip", "customer__level", "customer__standing__kind"),
)


def rows(orders: Sequence[ServiceOrder], at: datetime) -> list[dict[str, Any]]:
    """[{order, status, status_tone, priority, priority_tone, clock, reported}]; two queries for any number, loaded with NEAR and COLUMNS."""
    targets = versions.targets_at(at)
    # Where no clock runs any more, none is shown.
    standings = stored.standings([order for order in orders if order.status in RUNNING], at, targets)
    out = []
    for order in orders:
        standing = standings.get(order.pk)
        running = [line for line in clock.lines(standing, targets.remind_at) if line.runs] if standing else []
        # Not by `get_status_display`: for a row of a long list it looks too long.
        status, priority = Status(order.status), Priority(order.priority)
        out.append(
            {
                "order": order,
                "status": status.label,
                "status_tone": tones.STATUSES[status],
                "priority": priority.label,
                "priority_tone": tones.PRIORITIES[priority],
                "clock": running[0] if running else None,
                "reported": minute(order.reported_at),
            }
        )
    return out
