"""What people handed in about customers, for its giver and for who decides (row T1)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.lib.time import minute
from customers.domain.information.fields import labels
from customers.models import InformationReport

TONES = {"open": "info", "taken": "ok", "kept": "ok", "declined": "warn"}


def proposals(row, mask=None):
    """[(label, value)] that it proposes."""
    names = labels()
    return [
        (names.get(name, name), mask.column(name, mask.text(value)) if mask else value)
        for name, value in row.proposed.items()
    ]


def given_row(row):
    """One report as its giver reads it: their own words, and what became of them; nothing that stands in the file."""
    names = labels()
    return {
        "customer": row.customer_name,
        "text": row.text,
        "source": row.source,
        "proposals": proposals(row),
        "when": minute(row.given_at),
        "status": InformationReport.Status(row.status).label,
        "tone": TONES[row.status],
        "taken": _(", ").join(names.get(name, name) for name in row.taken),
        "reason": row.reason,
        "decided": f"{row.decided_by} · {minute(row.decided_at)}" if row.decided_by else "",
    }


def decided_row(row):
    """One report in the list of who decides; `row` as this person may read it."""
    return {
        "customer": row.customer.name,
        "url": reverse("customers:information_one", args=[row.pk]),
        "text": row.text,
        "by": f"{row.given_by} · {minute(row.given_at)}",
        "n": len(row.proposed),
        "status": InformationReport.Status(row.status).label,
        "tone": TONES[row.status],
        "open": row.status == InformationReport.Status.OPEN,
    }


def notes(rows, mask):
    """What stands in the file as a note: (text, source, by, when)."""
    return [
        {
            "text": mask.text(row.text),
            "source": mask.text(row.source),
            "by": f"{row.given_by} · {minute(row.given_at)}",
        }
        for row in rows
    ]
