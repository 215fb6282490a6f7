"""The rows of the review list, and what a decision did (rows Nf4, Nf11)."""

from django.utils.translation import gettext as _

from activities.domain.review import closed_among
from activities.models.choices import FollowUpKind
from activities.presenters.timeline_entries import name_of
from assignment.presenters.countdown import left
from assignment.rules.policy import NEVER
from crm_project.lib.time import days, days_between, minute
from crm_project.ui.links import link
from customers.domain.access.masking import of_typed
from customers.models import Ownership

from .followup_entries import ICONS

KINDS = dict(FollowUpKind.choices)
TYPED = ("content", "result", "late_reason", "check_reason")


def review_rows(rows, user, at):
    """Rows as the table shows them; of a restricted file the words only while it is open to the user (one query where there is one)."""
    closed = closed_among([row["customer_id"] for row in rows if row["customer__restricted"]], user, at)
    masks = of_typed(user, rows, *TYPED)
    return [
        cell(row)
        | _words(
            {**row, **{name: masks[row["customer_id"]].text(row[name]) for name in TYPED}}, row["customer_id"] in closed
        )
        for row in rows
    ]


def cell(row):
    """What the last cell needs."""
    return {"pk": row["pk"], "url": link("activities:followup_check", row["pk"]), "state": row["check_state"]}


def _words(row, closed):
    later = days_between(row["occurred_at"], row["recorded_at"])
    entered = [_("entered %(when)s") % {"when": minute(row["recorded_at"])}]
    if later:
        entered.append(_("%(days)s later") % {"days": days(later)})
    note = [str(KINDS.get(row["kind"], row["kind"])), row["contact__name"] or row["counterpart"]]
    return {
        "who": name_of(row["author__full_name"], row["author__username"]),
        "customer": row["customer__name"],
        "customer_url": link("customers:detail", row["customer_id"]),
        "select": _("Select %(customer)s") % {"customer": row["customer__name"]},
        "note": " · ".join(filter(None, note)),
        "icon": ICONS.get(row["kind"], "chat-dots"),
        "content": _("Restricted file: open the customer to see it.") if closed else row["content"],
        "result": _("Result: %(text)s") % {"text": row["result"]} if row["result"] and not closed else "",
        "late_reason": _("Late because: %(text)s") % {"text": row["late_reason"]} if row["late_reason"] else "",
        "when": minute(row["occurred_at"]),
        "entered": " · ".join(entered),
        "reason": row["check_reason"],
        "checker": name_of(row["checked_by__full_name"], row["checked_by__username"]),
    }


def effect(row, at):
    """What a decision did to the clock, in words."""
    held = Ownership.of(row.customer_id)
    if held is None or held.release_at >= NEVER:
        return _("%(customer)s: no deadline.") % {"customer": row.customer.name}
    return _("%(customer)s: deadline %(when)s (%(left)s).") % {
        "customer": row.customer.name,
        "when": minute(held.release_at),
        "left": left(held.release_at, at),
    }
