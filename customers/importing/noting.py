"""What the audit and the ledger say of imported rows: from which file and row each one came."""

from django.utils.translation import gettext as _

from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.database import bulk

IMPORTED = {
    "customer": "customer.imported",
    "user": "person.imported",
    "contract": "contract.imported",
    "followup": "followup.imported",
    "indicatorscore": "rating.imported",
}


def sources(terms, numbers):
    """For each row number, the file and the row."""
    pattern = _("%(file)s, row %(number)d")
    return [pattern % {"file": terms.filename, "number": number} for number in numbers]


def note(subject_type, told, terms):
    """An audit entry for each (primary key, name, customer's primary key or None, row number, changes as plain data)."""
    common = log.entry(by=terms.by, action=IMPORTED[subject_type], at=terms.at, subject_type=subject_type)
    rows = [
        {
            "subject_id": str(pk),
            "subject_name": name[:200],
            "customer_id": customer,
            "changes": changes,
            "reason": reason,
        }
        for (pk, name, customer, _number, changes), reason in zip(
            told, sources(terms, [line[3] for line in told]), strict=True
        )
    ]
    same = ("at", "actor_id", "action", "subject_type", "address", "request_id")
    bulk.insert(Entry, rows, **{name: getattr(common, name) for name in same})
