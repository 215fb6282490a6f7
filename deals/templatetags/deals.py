"""Amounts, states and dates of deals, formatted once."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from crm_project.ui.components.people import status

register = template.Library()

TONES = {
    "open": "info",
    "won": "ok",
    "lost": "",
    "draft": "",
    "waiting": "warn",
    "approved": "ok",
    "sent": "info",
    "accepted": "ok",
    "rejected": "bad",
}
PLAN_TONES = {"waiting": "warn", "accepted": "ok", "returned": "bad"}


@register.simple_tag
def deal_status(row):
    """Open, won, lost; also the state of a quote."""
    return status(row.get_status_display(), TONES[row.status])


@register.simple_tag
def plan_status(row):
    """Where a sales plan stands."""
    return status(row.get_status_display(), PLAN_TONES[row.status])


@register.simple_tag
def update_state(row, today):
    """By when the next update is expected; red where it is overdue."""
    if row.status != "open":
        return ""
    late = (today - row.update_due).days
    if late > 0:
        return status(_("update overdue: %(day)s") % {"day": row.update_due.isoformat()}, "bad", "alarm")
    return format_html(
        '<span class="small muted">{}</span>', _("update by %(day)s") % {"day": row.update_due.isoformat()}
    )
