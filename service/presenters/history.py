"""What happened to an order or a return visit, as its page tells it (row Na8)."""

from typing import Any

from django.utils.translation import gettext as _

from crm_project.audit.models import Entry
from crm_project.audit.presenters import text
from crm_project.lib.time import minute
from service.models import ReturnVisit, ServiceOrder

SHOWN = 60


def entries(row: ServiceOrder | ReturnVisit) -> list[dict[str, Any]]:
    """[{time, iso, what, reason}], `what` with who did it, the newest first; one query."""
    system = _("The system")
    about = {"subject_type": row._meta.model_name, "subject_id": str(row.pk)}
    rows = Entry.objects.filter(**about).select_related("actor")
    return [
        {
            "time": minute(entry.at),
            "iso": entry.at.isoformat(),
            "what": f"{entry.actor} {text.action_words(entry.action)}"
            if entry.actor_id
            else f"{system} {text.action_words(entry.action)}",
            "reason": entry.reason,
        }
        for entry in rows.order_by("-at", "-pk")[:SHOWN]
    ]
