"""Recomputing every stored deadline, and holding the ledger against the rows (design §3: the nightly net)."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from assignment.domain import deadlines
from assignment.domain.ledger import TURNS
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import OwnershipEvent
from customers.models import Ownership

BATCH = 1000


def reconcile(*, at: datetime) -> tuple[int, int]:
    """Refresh everything. Returns (rows looked at, deadlines that were wrong)."""
    book, last, looked, wrong = PolicyBook(), 0, 0, 0
    while True:
        ids = list(Ownership.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            return looked, wrong
        wrong += deadlines.refresh(ids, at=at, book=book)
        looked += len(ids)
        last = ids[-1]


def ledger_disagrees(limit: int = 100) -> list[Any]:
    """Owned customers whose last ledger entry names another owner: [(customer id, owner, owner by the ledger)]."""
    last = (
        OwnershipEvent.objects.filter(customer_id=OuterRef("pk"), kind__in=TURNS)
        .order_by("-at", "-id")
        .values("owner_id")[:1]
    )
    rows = Ownership.objects.annotate(told=Subquery(last)).values_list("pk", "owner_id", "told")
    return [row for row in rows.iterator(5000) if row[1] != row[2]][:limit]
