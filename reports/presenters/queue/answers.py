"""What has been decided about one's own work: requests answered, entries rejected, ownership disputed (rows Ne7, Nf11, Nd3)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from crm_project.approvals.domain.kinds import label_of
from crm_project.approvals.models import Request
from crm_project.lib.time import minute
from crm_project.ui.links import link
from reports.domain.queue import REJECTED

from .rows import ANSWER, CONTRADICTION, NOW, Action, Row, from_home

# A refusal asks for something else to be done; an approval is only told.
REFUSED, APPROVED = timedelta(days=3), timedelta(days=1)
CONTRADICTED = timedelta(days=30)
DAYS = max(REFUSED, APPROVED)


def answered(requests, at):
    """Requests that were decided lately, refusals longer than approvals."""
    kept = {Request.Status.REFUSED: REFUSED, Request.Status.APPROVED: APPROVED}
    return [_answer(row) for row in requests if row["status"] in kept and row["decided_at"] >= at - kept[row["status"]]]


def _answer(row):
    label = Request.Status(row["status"]).label
    why = f"{label_of(row['kind'])} · {label} · {minute(row['decided_at'])}"
    return Row(
        key=f"request-{row['pk']}",
        about=row["customer_id"],
        part=NOW,
        rank=ANSWER,
        moment=row["decided_at"],
        name=row["subject"],
        url=link("approvals:request", row["pk"]),
        why=_("%(what)s: “%(reason)s”") % {"what": why, "reason": row["decision"]} if row["decision"] else why,
        icon="check-lg" if row["status"] == Request.Status.APPROVED else "x-lg",
        act=Action(_("Read"), from_home(link("approvals:request", row["pk"])), "envelope-open", row["subject"]),
    )


def contradicted(found, phones):
    """What others say against one's work, as rows of the queue."""
    return [_contradiction(row, phones) for row in found]


def _contradiction(row, phones):
    customer, name, rejected, also = row["customer_id"], row["customer__name"], row["what"] == REJECTED, []
    if rejected:
        why = _("Your follow-up was rejected: “%(reason)s”") % {"reason": row["reason"]}
        act = Action(_("Correct or appeal"), from_home(link("activities:followup_edit", row["pk"])), "pencil", name)
    else:
        # What is recorded until then is what the manager sees.
        why = _("A colleague disputes your ownership; your manager decides.")
        act = Action(
            _("State your side"), from_home(link("approvals:request", int(row["reason"]))), "chat-left-quote", name
        )
        also = [Action(_("Follow up"), from_home(link("activities:followup_new", customer)), "chat-dots", name)]
    return Row(
        key=f"{row['what']}-{row['pk']}",
        part=NOW,
        rank=CONTRADICTION,
        moment=row["moment"],
        name=name,
        url=link("customers:detail", customer),
        why=why,
        icon="chat-left-quote" if rejected else "people",
        act=act,
        also=also,
        customer=customer,
        phone=phones.of(customer),
    )
