"""The hash chain over the audit: sealing what is new, proving what is old (row Ne3)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import PosixPath
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from crm_project.audit.models import Entry

from . import seals

if TYPE_CHECKING:
    from crm_project.audit.domain.seals import Seal

FIRST = "0" * 64
_FIELDS = (
    "id",
    "at",
    "actor_id",
    "action",
    "subject_type",
    "subject_id",
    "subject_name",
    "customer_id",
    "changes",
    "reason",
    "address",
    "request_id",
)


def digest(previous: str, row: Mapping[str, Any]) -> str:
    """SHA-256 over the previous digest and this entry's content."""
    content = [row[f].isoformat() if f == "at" else row[f] for f in _FIELDS]
    text = json.dumps([previous, *content], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def seal(limit: int = 5000) -> int:
    """Chain entries that are not chained yet, in the order of their ids; returns how many.

    One sealer at a time: the last sealed row is locked, so two of them take turns.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit chain'))")
        last = Entry.objects.filter(seal__isnull=False).order_by("-seal").values("seal", "digest").first()
        number, previous = (last["seal"] or 0, last["digest"]) if last else (0, FIRST)
        rows = list(Entry.objects.filter(seal__isnull=True).order_by("id").values(*_FIELDS)[:limit])
        sealed = []
        for row in rows:
            number, previous = number + 1, digest(previous, row)
            sealed.append(Entry(id=row["id"], seal=number, digest=previous))
        Entry.objects.bulk_update(sealed, ["seal", "digest"], batch_size=500)
    return len(sealed)


def verify(counted: "Mapping[int, Seal] | None" = None) -> tuple[int, str | None]:
    """Walk the whole chain. Returns (entries proved, problem or None): the first entry that was altered, lost or slipped in.

    `counted`: signed counts kept outside the database ({count: Seal}), which also show what was cut off at the end.
    """
    number, previous, counted = 0, FIRST, counted or {}
    for row in (
        Entry.objects.filter(seal__isnull=False).order_by("seal").values(*_FIELDS, "seal", "digest").iterator(2000)
    ):
        number += 1
        if row["seal"] != number:
            return number - 1, f"entry with seal {number} is missing"
        if digest(previous, row) != row["digest"]:
            return number - 1, f"entry {row['id']} of {row['at'].isoformat()} was altered"
        previous = row["digest"]
        if number in counted and counted[number].digest != previous:
            return number - 1, f"entry {row['id']} is not the one that was counted at {counted[number].at}"
    most = max(counted, default=0)
    if number < most:
        return number, f"{most - number} entries are missing at the end: {most} were counted at {counted[most].at}"
    return number, None


def prove(files: Sequence[PosixPath] = ()) -> tuple[int, str | None]:
    """Walk the whole chain against the signed counts of the folder and of these files; as `verify`."""
    try:
        known = seals.standing(seals.kept(files))
    except (seals.Forged, OSError, UnicodeDecodeError) as error:
        return verify()[0], f"the signed counts cannot be believed: {error}"
    return verify(known)
