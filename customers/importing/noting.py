"""What the audit and the ledger say of imported rows: from which file and row each one came."""

from django.utils.translation import gettext as _

from crm_project.audit import log
from crm_project.audit.models import Entry
from crm_project.lib import bulk

IMPORTED = {"customer": "customer.imported", "user": "person.imported", "contract": "contract.imported", "followup": "followup.imported"}


def source(terms, number):
    """The file and the row."""
    return _("%(file)s, row %(number)d") % {"file": terms.filename, "number": number}


def note(subject_type, told, terms):
    """An audit entry for each (primary key, name, customer's primary key or None, row number, changes)."""
    common = log.entry(by=terms.by, action=IMPORTED[subject_type], at=terms.at, subject_type=subject_type)
    rows = [
        {
            "subject_id": str(pk), "subject_name": name[:200], "customer_id": customer, "changes": log.plain(changes),
            "reason": source(terms, number),
        }
        for pk, name, customer, number, changes in told
    ]  # fmt: skip
    same = ("at", "actor_id", "action", "subject_type", "address", "request_id")
    bulk.insert(Entry, rows, **{name: getattr(common, name) for name in same})
