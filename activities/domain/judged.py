"""Which follow-ups of people counted, each by the policy that held for the customer's owner on that day (rows Z2, Nf16)."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db.models import QuerySet

from activities.models import FollowUp
from assignment.domain.followup_queries import not_voided
from assignment.domain.past_owners import Held, held
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules.judging import Entry, Helper, Judge
from assignment.rules.standard import INVALID
from crm_project.lib.time import day_bounds
from customers.models import Collaborator

VALID, INVALID_ONE, NEITHER = "valid", "invalid", "neither"
# Customers whose follow-ups are read at once.
CHUNK = 500


class Judged(NamedTuple):
    """A follow-up of one of the people, and whether it counted."""

    id: int
    customer_id: int
    person_id: int
    kind: str
    at: datetime
    verdict: str


def judged(people: Collection[int], first: date, last: date) -> Iterator[Judged]:
    """Every follow-up that these people wrote about these days, void and corrected ones left out, by customer and moment.

    Valid: by the standard that held for the owner of the day, written by that owner or a collaborator. What somebody else wrote, or
    about a customer in the pool, is neither valid nor invalid. Memory for CHUNK customers at once, five queries for each chunk.
    """
    begin, end = day_bounds(first, last)
    wanted = FollowUp.objects.filter(not_voided(), author__in=people, occurred_at__gte=begin, occurred_at__lt=end)
    customers = list(wanted.order_by("customer_id").values_list("customer_id", flat=True).distinct())
    book = PolicyBook()
    for start in range(0, len(customers), CHUNK):
        rows = _standing(customers[start : start + CHUNK]).filter(author__in=people, occurred_at__lt=end)
        for one in _of(customers[start : start + CHUNK], rows, book):
            if one.at >= begin:
                yield one


def judged_all() -> Iterator[Judged]:
    """The same of everything that anybody ever wrote."""
    book, last = PolicyBook(), 0
    while True:
        customers = list(
            FollowUp.objects.filter(customer_id__gt=last)
            .order_by("customer_id")
            .values_list("customer_id", flat=True)
            .distinct()[:CHUNK]
        )
        if not customers:
            return
        yield from _of(customers, _standing(customers), book)
        last = customers[-1]


def _standing(customer_ids: Collection[int]) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(not_voided(), customer__in=customer_ids)


def _of(customer_ids: Collection[int], rows: QuerySet[FollowUp], book: PolicyBook) -> Iterator[Judged]:
    """These follow-ups of these customers; what a person wrote before tells whether it is repeated."""
    periods, helpers = held(customer_ids), _registrations(customer_ids)
    entries = map(Entry._make, rows.order_by("customer_id", "occurred_at", "id").values_list(*Entry._fields))
    for customer, some in groupby(entries, key=attrgetter("customer_id")):
        said: dict[Held, dict[tuple[int, str], datetime]] = {}
        for entry in some:
            period = next((one for one in periods.get(customer, ()) if one.covers(entry.occurred_at)), None)
            verdict = NEITHER
            if period is not None:
                texts = said.setdefault(period, {})
                verdict = _verdict(entry, period, helpers.get(customer, []), texts, book)
            yield Judged(entry.id, customer, entry.author_id, entry.kind, entry.occurred_at, verdict)


def _verdict(
    entry: Entry, period: Held, helpers: list[Helper], said: dict[tuple[int, str], datetime], book: PolicyBook
) -> str:
    if entry.author_id != period.owner_id and not any(one.helps(entry) for one in helpers):
        return NEITHER
    policy = book.for_path(period.path, entry.occurred_at) if period.path else None
    judge = Judge(policy, owner_id=period.owner_id, since=period.since, helpers=helpers, counted_texts=said)
    reasons = judge.reasons(entry)
    if not reasons:
        return VALID
    return INVALID_ONE if INVALID.intersection(reasons) else NEITHER


def _registrations(customer_ids: Collection[int]) -> dict[int, list[Helper]]:
    out: dict[int, list[Helper]] = {}
    rows = Collaborator.objects.filter(customer__in=customer_ids).order_by("pk")
    for customer, user, since, until in rows.values_list("customer_id", "user_id", "since", "until"):
        out.setdefault(customer, []).append(Helper(user, since, until))
    return out
