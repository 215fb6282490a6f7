"""The stored date of each file's next review: worked out by the rules, kept for lists and reminders (row M5)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import F

from crm_project.lib.time import local_date
from customers.models import Customer, ReviewDate
from customers.rules.reviews import Facts, Review, next_review

from .versions import RuleBook, intervals

BATCH = 2000
STORED = ("due_on", "remind_on", "escalate_on")
_KNOWN = {
    "owned": F("ownership__department_id"),
    "reviewed": F("review_date__reviewed_on"),
    "chosen": F("review_date__chosen_on"),
    **{f"old_{name}": F(f"review_date__{name}") for name in STORED},
}
_READ = ("pk", "level", "vip", "created_at", "department_id", *_KNOWN)


def review_of(row: Mapping[str, Any], book: RuleBook) -> Review | None:
    """The next review of one customer, read as `_READ` says."""
    rules = book.of(row["owned"] or row["department_id"])
    entered = local_date(row["created_at"])
    facts = Facts(
        level=row["level"],
        vip=row["vip"],
        entered=entered,
        known_since=book.known_since(rules) if rules else entered,
        reviewed=row["reviewed"],
        chosen=row["chosen"],
    )
    return next_review(intervals(rules), facts)


def reviews(book: RuleBook, ids: Iterable[int] | None = None) -> Iterator[tuple[dict[str, Any], Review | None]]:
    """(what is known, the next review) of these customers or all; a query for each BATCH of them."""
    return chain.from_iterable(_batches(book, ids))


def _batches(book: RuleBook, ids: Iterable[int] | None) -> Iterator[list[tuple[dict[str, Any], Review | None]]]:
    rows, last = Customer.objects.filter(merged_into=None, removed_at=None).order_by("pk"), 0
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    while found := list(rows.filter(pk__gt=last).annotate(**_KNOWN).values(*_READ)[:BATCH]):
        yield [(row, review_of(row, book)) for row in found]
        last = found[-1]["pk"]


def refresh(ids: Iterable[int], *, at: datetime) -> int:
    """Store the dates of these customers anew; how many stood otherwise."""
    return _store(RuleBook.on(local_date(at)), ids)


def refresh_all(*, at: datetime) -> int:
    """The same of every file: at night, and when rules were set. What changed hands or class since is found here."""
    return _store(RuleBook.on(local_date(at)), None)


def _store(book: RuleBook, ids: Iterable[int] | None) -> int:
    """Each batch is kept by itself: what people work on waits for one batch, not for all customers."""
    count = 0
    for found in _batches(book, ids):
        changed = []
        for row, review in found:
            dates = (review.due, review.remind, review.escalate) if review else (None, None, None)
            old = tuple(row[f"old_{name}"] for name in STORED)
            if dates != old:
                changed.append(ReviewDate(customer_id=row["pk"], **dict(zip(STORED, dates, strict=True))))
        ReviewDate.objects.bulk_create(
            changed, update_conflicts=True, update_fields=STORED, unique_fields=["customer"], batch_size=500
        )
        count += len(changed)
    return count
