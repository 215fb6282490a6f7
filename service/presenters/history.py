"""What happened to an order, as its page tells it (row Na8)."""

from typing import Any

from crm_project.audit.models import Entry
from crm_project.audit.presenters import text
from crm_project.lib.time import minute
from service.models import ServiceOrder

SHOWN = 60


def entries(order: ServiceOrder) -> list[dict[str, Any]]:
    """[{time, iso, what, reason}], `what` with who did it, the newest first; one query."""
    rows = Entry.objects.filter(subject_type="serviceorder", subject_id=str(order.pk)).select_related("actor")
    return [
        {
            "time": minute(row.at),
            "iso": row.at.isoformat(),
            "what": f"{row.actor} {text.action_words(row.action)}"
            if row.actor_id
            else str(text.action_words(row.action)),
            "reason": row.reason,
        }
        for row in rows.order_by("-at", "-pk")[:SHOWN]
    ]
