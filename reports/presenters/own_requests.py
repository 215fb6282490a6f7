"""What a person lost lately and what they asked for, on their home page."""

from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from assignment.domain.ledger import CLOSES, Kind
from assignment.models import OwnershipEvent
from assignment.models.choices import RULE_NAMES
from crm_project.approvals.domain.kinds import label_of
from crm_project.approvals.models import Request
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import day
from crm_project.ui.links import link
from customers.domain.access.masking import of_rows

LATELY, WAITING = 5, 5

LATELY_DAYS = 14


def lately(user, at):
    """What was taken from this person in the last two weeks; one query."""
    said = {
        Kind.RELEASED: _("released to the pool"),
        Kind.ROTATED: _("rotated to %(to)s"),
        Kind.TRANSFERRED: _("transferred to %(to)s"),
        Kind.HANDED_OVER: _("handed over to %(to)s"),
        Kind.MERGED: _("merged with another file"),
        Kind.RESTORED: _("returned to %(to)s"),
    }
    taken = list(_taken(user.pk, at - timedelta(days=LATELY_DAYS)))
    masks = of_rows(user, taken)
    return [
        {
            "name": row["name"],
            "why_url": link("assignment:loss", row["pk"]),
            "why_label": _("Why was %(name)s lost?") % row,
            "when": day(row["at"]),
            "what": said[row["kind"]] % {"to": row["to"] or row["to_user"] or ""},
            "why": masks[row["customer_id"]].text(row["reason"]) or str(RULE_NAMES.get(row["rule"], "")),
        }
        for row in taken
    ]


@prepared
def _taken(person, since):
    kinds = [kind for kind in CLOSES if kind != Kind.GIVEN_UP]
    rows = OwnershipEvent.objects.filter(closes_owner=person, kind__in=kinds, at__gte=since).exclude(actor=person)
    return rows.order_by("-at", "-pk").values(
        "pk",
        "at",
        "kind",
        "reason",
        "rule",
        "customer_id",
        name=F("customer__name"),
        to=F("owner__full_name"),
        to_user=F("owner__username"),
    )[:LATELY]


def asked(requests, user):
    """Requests of one's own that wait, for the list beside the queue; no query, unless numbers are hidden."""
    requests = [row for row in requests if row["status"] == Request.Status.PENDING][:WAITING]
    masks = of_rows(user, requests)
    return [
        {
            "title": masks[row["customer_id"]].text(row["subject"]),
            "url": link("approvals:request", row["pk"]),
            "state": str(Request.Status(row["status"]).label),
            "tone": "info",
            "note": f"{label_of(row['kind'])} · {_waits_for(row)}",
        }
        for row in requests
    ]


def _waits_for(row):
    person = row["decider__full_name"] or row["decider__username"]
    if not person:
        return day(row["asked_at"])
    return _("%(person)s, asked %(day)s") % {"person": person, "day": day(row["asked_at"])}
