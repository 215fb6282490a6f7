"""What is due at a moment: which stored deadlines have come, and what the policy says of each.

Pure reads, the same for the dry run and for the sweep that acts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from assignment.domain.capacity import Rotation
from assignment.domain.evidence import not_counted
from assignment.domain.facts import gather
from assignment.domain.ledger import POOLED
from assignment.domain.policies.changes import reached_by, unapplied
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules import request_kinds
from assignment.rules.policy import INVALID_FOLLOWUPS, NO_CONTACT, RELEASE, ROTATE, Policy, decide
from crm_project.approvals.models import Request
from crm_project.lib.time import iso, local_date
from customers.models import Customer, Ownership

BATCH = 1000
_OWNERSHIP = [f.name for f in Ownership._meta.concrete_fields]


@dataclass
class Due:
    """What the policy decided for one customer."""

    customer: Customer
    ownership: Any
    policy: Any
    facts: Any
    decision: Any
    outcome: str
    to: Any = None

    def line(self) -> dict[str, str]:
        """The published form (interfaces: `sweep --json`)."""
        reading = self.decision.reading
        told = reading.rule.kind in (NO_CONTACT, INVALID_FOLLOWUPS)
        return {
            "customer": self.customer.code,
            "name": self.customer.name,
            "owner": self.ownership.owner.username,
            "rule": reading.rule.kind,
            "outcome": self.outcome,
            "due_at": iso(reading.due_at),
            "anchor": reading.anchor,
            "anchor_at": iso(reading.anchor_at),
            "to": self.to.username if self.to else None,
            "not_counted": not_counted(self.facts) if told else [],
        }


def nominated(at: datetime, *, everybody: bool = False, waiting: bool = True) -> list[int]:
    """Ids of owned customers whose stored deadlines have come, in the order of their keys.

    Where a change of the rules holds by then that the stored deadlines do not follow yet, everybody whom it reaches.
    `everybody`: all owned then, for a moment in the past, which stored deadlines know nothing of.
    `waiting`: those too that are due for nothing but a review that waits for its decision already.
    """
    rows = Ownership.objects.order_by("customer_id")
    if everybody:
        return list(rows.filter(since__lte=at).values_list("customer_id", flat=True))
    review = Q(review_at__lte=at)
    if not waiting:
        review &= ~Q(Exists(waiting_reviews().filter(customer_id=OuterRef("customer_id"))))
    come = Q(release_at__lte=at) | Q(remind_at__lte=at) | review
    reached = reached_by(*unapplied(local_date(at)))
    if reached:
        come |= Q(department_id__in=reached)
    return list(rows.filter(come).values_list("customer_id", flat=True))


def waiting_reviews() -> QuerySet[Request]:
    """Reviews that no manager has decided yet: those customers are not put before them again."""
    return Request.objects.filter(kind=request_kinds.REVIEW, status=Request.Status.PENDING)


def judge(
    ids: Sequence[int],
    at: datetime,
    *,
    book: PolicyBook,
    until: datetime,
    rotation: Rotation,
    policies: Mapping[str, Policy | None] | None = None,
) -> list[Due]:
    """What is due among these customers at `at`, in the order of keys; a pure read, the same for dry and real runs."""
    facts = gather(ids, at, book=book, until=until, evidence=True, policies=policies)
    # Of the wide customer row only what the ledger, the pool and the published line need.
    wanted = Ownership.objects.filter(pk__in=list(facts)).select_related("customer").prefetch_related("owner")
    rows = {o.pk: o for o in wanted.only(*_OWNERSHIP, *(f"customer__{name}" for name in ("code", "name", *POOLED)))}
    out = []
    for customer_id in sorted(rows):
        policy, known = facts[customer_id]
        decision = decide(policy, known, at) if policy else None
        if decision is None:
            continue
        row = rows[customer_id]
        out.append(Due(row.customer, row, policy, known, decision, decision.outcome))
        _choose(out[-1], rotation)
    return out


def _choose(due: Due, rotation: Rotation) -> None:
    """Rotation names a colleague; with nobody free the customer goes to the pool."""
    department, owner = due.ownership.department_id, due.ownership.owner_id
    if due.outcome == ROTATE:
        due.to = rotation.pick(department, owner, due.policy.slots)
        due.outcome = ROTATE if due.to else RELEASE
    if due.outcome in (ROTATE, RELEASE) and any(rule.outcome == ROTATE for rule in due.policy.rules):
        rotation.move(department, owner, -1)


def preview(
    at: datetime, *, everybody: bool = False, policies: Mapping[str, Policy | None] | None = None
) -> list[dict[str, str]]:
    """Every line that a sweep at `at` would tell, without changing anything; sorted by customer code."""
    book, rotation = PolicyBook(), Rotation(at)
    ids, lines = nominated(at, everybody=everybody), []
    for start in range(0, len(ids), BATCH):
        due = judge(ids[start : start + BATCH], at, book=book, until=at, rotation=rotation, policies=policies)
        lines.extend(d.line() for d in due)
    return sorted(lines, key=lambda line: line["customer"])
