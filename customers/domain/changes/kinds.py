"""The managed list of kinds of major changes: the verbs of every list, and what each kind proposes (row M6)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from customers.domain import list_entries
from customers.models import Follow, MajorChangeKind


def save_kind(
    *, name: str, name_zh: str, follows: Collection[str], by: User, at: datetime, kind_id: int | None = None
) -> MajorChangeKind:
    """Add a kind, or rename one and say what it proposes. Refuses with code name, twice."""
    with transaction.atomic():
        rows = MajorChangeKind.objects.all()
        row = list_entries.save_entry(rows, name=name, name_zh=name_zh, by=by, at=at, entry_id=kind_id)
        chosen = [code for code in Follow.values if code in follows]
        if chosen != row.follows:
            log.record(by=by, action="list.saved", at=at, subject=row, changes={"follows": [row.follows, chosen]})
            row.follows = chosen
            row.save(update_fields=["follows"])
        return row


def switch_kind(*, kind_id: int, by: User, at: datetime) -> MajorChangeKind:
    """Offer a kind no longer, or again; changes that have it keep it."""
    return list_entries.switch_entry(MajorChangeKind.objects.all(), entry_id=kind_id, by=by, at=at)


def move_kind(*, kind_id: int, up: bool, by: User, at: datetime) -> MajorChangeKind:
    """One place up or down."""
    return list_entries.move_entry(MajorChangeKind.objects.all(), entry_id=kind_id, up=up, by=by, at=at)
