"""Customer data that a plan corrected, before and after, masked for the reader (rows M16, Nb4)."""

from collections.abc import Iterable
from typing import Any

from crm_project.audit.models import Entry
from crm_project.audit.presenters.rows import in_words
from crm_project.lib.time import minute
from customers.domain.access.masking import Mask

LONGEST = 60


def rows(entries: Iterable[Entry], mask: Mask) -> list[dict[str, Any]]:
    """[{entry, time, who, subject, changes: [(field, before, after)]}]."""
    return [
        {
            "entry": entry,
            "time": minute(entry.at),
            "who": str(entry.actor or ""),
            "subject": entry.subject_name if entry.subject_type != "customer" else "",
            "changes": in_words(entry.subject_type, entry.changes, mask),
        }
        for entry in entries
    ]


def choices(entries: Iterable[Entry], mask: Mask) -> list[tuple[int, str]]:
    """The same as the choices of a form: when, who, which fields with their new values."""
    found = []
    for row in rows(entries, mask):
        changed = "; ".join(f"{label}: {_short(before)} → {_short(after)}" for label, before, after in row["changes"])
        found.append((row["entry"].pk, f"{row['time']} · {row['who']} · {changed}"))
    return found


def _short(text: str) -> str:
    text = str(text or "–")
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
