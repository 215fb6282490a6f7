"""Follow-ups as they stand beside a request."""

from django.utils.translation import gettext as _

from activities.models import FollowUp
from assignment.domain.followup_queries import not_voided
from crm_project.lib.time import minute

PANEL = "activities/parts/request_followups.html"


def last_followups(customer_id):
    """The last of a customer, as a panel; one query."""
    rows = FollowUp.objects.filter(not_voided(), customer_id=customer_id).select_related("author")
    return {
        "followups": [_formatted(f, f.content[:160]) for f in rows.order_by("-occurred_at", "-id")[:4]],
        "panels": [PANEL],
    }


def appeal(row, customer, user, at):
    """The rejected entry, with who rejected it and why."""
    rows = FollowUp.objects.select_related("author", "checked_by")
    entry = rows.filter(pk=row.arguments.get("followup_id") or 0).first()
    if entry is None:
        return {}
    facts = [(_("Rejected by"), str(entry.checked_by or "")), (_("Why"), entry.check_reason)]
    text = "\n".join(filter(None, [entry.content, entry.result]))
    return {"facts": facts, "followups": [_formatted(entry, text)], "panels": [PANEL]}


def _formatted(entry, text):
    return {
        "time": minute(entry.occurred_at),
        "who": str(entry.author),
        "kind": entry.get_kind_display(),
        "text": text,
    }
