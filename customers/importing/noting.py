"""What the audit keeps of imports: each file, and from which file and row each entry came, so that the same row again changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.database import bulk

from .conditions import RESULTS

UNDONE = "import.row_undone"


@dataclass(frozen=True)
class Subject:
    """What rows of a file become, as the audit names it: the type of its entries and the action."""

    type: str
    action: str


def notify_done(kind, terms, counts):
    """An audit entry for a whole file."""
    log.record(
        by=terms.by,
        action="import.made",
        at=terms.at,
        subject_type="import",
        subject_name=terms.filename,
        changes={
            "kind": [None, kind],
            "history": [None, terms.history],
            **{name: [None, counts.get(name, 0)] for name in RESULTS},
        },
    )


def imported(subject: Subject, ids: Iterable[Any]) -> dict[int, tuple[str, datetime]]:
    """{id: (digest of the row, when)} of what earlier imports brought: the same row again changes nothing, whatever happened since.

    An undo takes the last one off again.
    """
    entries = Entry.objects.filter(
        subject_type=subject.type, subject_id__in=[str(i) for i in ids], action__in=[subject.action, UNDONE]
    )
    rows = entries.order_by("id").values_list("subject_id", "action", "changes__row__1", "at")
    known: dict[int, list[tuple[str, datetime]]] = {}
    for key, action, found, at in rows:
        if action != UNDONE:
            known.setdefault(int(key), []).append((found, at))
        elif known.get(int(key)):
            known[int(key)].pop()
    return {key: stack[-1] for key, stack in known.items() if stack}


def sources(terms, numbers):
    """For each row number, the file and the row."""
    pattern = _("%(file)s, row %(number)d")
    return [pattern % {"file": terms.filename, "number": number} for number in numbers]


def note(subject: Subject, told, terms):
    """An audit entry for each (primary key, name, customer's primary key or None, row number, changes as plain data)."""
    common = log.entry(by=terms.by, action=subject.action, at=terms.at, subject_type=subject.type)
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
