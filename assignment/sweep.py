"""The sweep: acts on every deadline that has come, and only where the policy still says so under the lock (design §3).

Short transactions by key; killed at any point, the next run finishes the work; two at once do no harm.
"""

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q

from crm_project.accounts.access import decider
from crm_project.accounts.models import Department, User
from crm_project.approvals.models import Request
from crm_project.approvals.requests import open_requests
from crm_project.lib import bulk
from crm_project.lib.times import iso
from customers.choices import PoolReason
from customers.models import Customer, Ownership

from . import clocks
from .evidence import evidence, not_counted
from .facts import gather
from .holding import Rotation, lock_people
from .ledger import POOLED, Kind, event, write
from .models import SweepLine, SweepRun
from .ownership import Ending, finish
from .policies import PolicyBook
from .policy import INVALID_FOLLOWUPS, NO_CONTACT, RELEASE, REMIND, REVIEW, ROTATE, decide
from .sweep_digest import tell_people

_OWNERSHIP = [f.name for f in Ownership._meta.concrete_fields]
log = structlog.get_logger(__name__)
BATCH = 250


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

    def line(self):
        """The published form (interfaces: `sweep --json`)."""
        reading = self.decision.reading
        told = reading.rule.kind in (NO_CONTACT, INVALID_FOLLOWUPS)
        return {
            "customer": self.customer.code, "name": self.customer.name, "owner": self.ownership.owner.username,
            "rule": reading.rule.kind, "outcome": self.outcome, "due_at": iso(reading.due_at), "anchor": reading.anchor,
            "anchor_at": iso(reading.anchor_at), "to": self.to.username if self.to else None,
            "not_counted": not_counted(self.facts) if told else [],
        }  # fmt: skip


def nominated(at, *, everybody=False, waiting=True):
    """Ids of owned customers whose stored deadlines have come, in the order of their keys.

    `everybody`: all owned then, for a moment in the past, which stored deadlines know nothing of.
    `waiting`: those too that are due for nothing but a review that waits for its decision already.
    """
    rows = Ownership.objects.order_by("customer_id")
    if everybody:
        return list(rows.filter(since__lte=at).values_list("customer_id", flat=True))
    review = Q(review_at__lte=at)
    if not waiting:
        review &= ~Q(Exists(_waiting_reviews().filter(customer_id=OuterRef("customer_id"))))
    return list(rows.filter(Q(release_at__lte=at) | Q(remind_at__lte=at) | review).values_list("customer_id", flat=True))


def _waiting_reviews():
    return Request.objects.filter(kind=Request.Kind.REVIEW, status=Request.Status.PENDING)


def judge(ids, at, *, book, until, rotation, owners=None, policies=None):
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


def _choose(due, rotation):
    """Rotation names a colleague; with nobody free the customer goes to the pool."""
    department, owner = due.ownership.department_id, due.ownership.owner_id
    if due.outcome == ROTATE:
        due.to = rotation.pick(department, owner, due.policy.slots)
        due.outcome = ROTATE if due.to else RELEASE
    if due.outcome in (ROTATE, RELEASE) and any(rule.outcome == ROTATE for rule in due.policy.rules):
        rotation.move(department, owner, -1)


def preview(at, *, everybody=False, policies=None):
    """Every line that a sweep at `at` would tell, without changing anything; sorted by customer code."""
    book, rotation = PolicyBook(), Rotation(at)
    ids, lines = nominated(at, everybody=everybody), []
    for start in range(0, len(ids), 1000):
        due = judge(ids[start : start + 1000], at, book=book, until=at, rotation=rotation, policies=policies)
        lines.extend(d.line() for d in due)
    return sorted(lines, key=lambda line: line["customer"])


def run(*, at, by=None, started_at=None, everybody=False, tell_line=None, between=None):
    """Act on everything due at `at`; returns the SweepRun. `tell_line` receives each published line as it is committed,
    `between` is called between batches (faults and races are made to happen there)."""
    this = SweepRun.objects.create(at=at, started_at=started_at or at, by=by)
    clock = _Clock(at)
    book, figures = PolicyBook(), defaultdict(int)
    ids = nominated(at, everybody=everybody, waiting=False)
    left = []
    for start in range(0, len(ids), BATCH):
        if between:
            between(this)
        left += _batch(this, ids[start : start + BATCH], clock, book, figures, tell_line)
    # Whoever was locked a moment ago is asked once more, waiting this time.
    for start in range(0, len(left), BATCH):
        _batch(this, left[start : start + BATCH], clock, book, figures, tell_line, wait=True)
    this.finished_at, this.figures = clock.now(), dict(figures)
    this.save(update_fields=["finished_at", "figures"])
    tell_people(at=this.finished_at)
    return this


class _Clock:
    """The run's own time: its nominal moment plus what has passed since, so that a follow-up made meanwhile is seen."""

    def __init__(self, at):
        self.at, self._started = at, time.monotonic()

    def now(self):
        return self.at + timedelta(seconds=time.monotonic() - self._started)


def _batch(this, ids, clock, book, figures, tell_line, wait=False):
    """One transaction; a poison row makes the batch go row by row and is set aside. Returns ids that were locked."""
    try:
        return _act(this, ids, clock, book, figures, tell_line, wait)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(ids) == 1:
            log.exception("sweep_row_failed", customer=ids[0], run=this.pk)
            figures["failed"] += 1
            SweepLine.objects.update_or_create(run=this, customer_id=ids[0], defaults={"outcome": "failed"})
            return []
        left = []
        for customer_id in ids:
            left += _batch(this, [customer_id], clock, book, figures, tell_line, wait)
        return left


def _act(this, ids, clock, book, figures, tell_line, wait):
    counted = defaultdict(int)
    with transaction.atomic():
        chosen = Customer.objects.select_for_update(no_key=True, skip_locked=not wait and clocks.skip_locked())
        free = set(chosen.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
        at = this.at
        rotation = Rotation(at)
        _lock_teams(free, book, at)
        due = judge(sorted(free), at, book=book, until=clock.now(), rotation=rotation)
        # Before acting: what is told names the owner who loses the customer.
        told = [d.line() for d in due] if tell_line else []
        lines = _apply(this, due, book)
        acted = {d.customer.pk for d in due}
        # Nominated by a stored deadline that the facts no longer bear out: worth a line, and put right.
        wrong = Ownership.objects.filter(pk__in=free - acted, release_at__lte=at).order_by("pk").values_list("pk", "owner_id")
        lines += [SweepLine(run=this, customer_id=pk, owner_id=owner, outcome="skipped") for pk, owner in wrong]
        bulk.create(lines)
        moved = {d.customer.pk for d in due if d.outcome in (RELEASE, ROTATE)}
        clocks.refresh(sorted(free - moved), at=at, locked=True, book=book)
        for line in lines:
            counted[line.outcome] += 1
    for outcome, n in counted.items():
        figures[outcome] += n
    for line in told:
        tell_line(line)
    return [pk for pk in ids if pk not in free]


def _lock_teams(ids, book, at):
    """Where a rotation counts slots, lock the team first, so that parallel claims can't exceed them."""
    departments = Ownership.objects.filter(pk__in=ids, release_at__lte=at).order_by().values_list("department_id", flat=True).distinct()
    for department in Department.objects.filter(pk__in=list(departments)):
        policy = book.for_department(department, at)
        if policy and policy.slots is not None and any(rule.outcome == ROTATE for rule in policy.rules):
            lock_people(User.objects.filter(department=department).values_list("pk", flat=True))


def _apply(this, due, book):
    """Change what was decided; returns the lines to write."""
    endings, reviews, reminded, lines = [], [], [], []
    for d in due:
        reading = d.decision.reading
        proof = evidence(reading, d.facts)
        if d.outcome in (RELEASE, ROTATE):
            kind = Kind.RELEASED if d.outcome == RELEASE else Kind.ROTATED
            endings.append(
                Ending(d.customer, d.ownership, kind, to=d.to, pool_reason=PoolReason.RELEASED, rule=reading.rule.kind,
                       version_id=d.policy.version_id, evidence=proof)
            )  # fmt: skip
        elif d.outcome == REVIEW:
            reviews.append((d, proof))
        if d.decision.remind:
            reminded.append(d)
        if d.outcome != REVIEW:
            lines.append(_line(this, d, proof))
    owners = {d.customer.pk: d.ownership.owner_id for d in due}
    finish(endings, at=this.at, by=None, run=this, book=book)
    opened = _open_reviews(this, reviews)
    for d, proof in reviews:
        if d.customer.pk in opened:
            lines.append(_line(this, d, {**proof, "also_remind": bool(d.decision.remind)}))
        elif d.decision.remind:
            lines.append(
                SweepLine(run=this, customer=d.customer, outcome=REMIND, rule=d.decision.remind.rule.kind, due_at=d.decision.remind.due_at,
                          evidence=evidence(d.decision.remind, d.facts))
            )  # fmt: skip
    _remind(this, reminded)
    for line in lines:
        line.owner_id = owners[line.customer_id]
    return lines


def _line(this, d, proof):
    reading = d.decision.reading
    return SweepLine(
        run=this, customer=d.customer, outcome=d.outcome, rule=reading.rule.kind, due_at=reading.due_at, to=d.to, evidence=proof
    )


def _open_reviews(this, reviews):
    """Put customers before their manager; those that wait there already are left alone. Returns the ids newly opened."""
    if not reviews:
        return set()
    waiting = set(_waiting_reviews().filter(customer_id__in=[d.customer.pk for d, _p in reviews]).values_list("customer_id", flat=True))
    fresh = [(d, proof) for d, proof in reviews if d.customer.pk not in waiting]
    managers = _managers({(d.ownership.department_id, d.ownership.owner_id) for d, _p in fresh})
    open_requests(
        [
            Request(
                kind=Request.Kind.REVIEW, customer_id=d.customer.pk, subject=d.customer.name, department_id=d.ownership.department_id,
                decider=managers[d.ownership.department_id, d.ownership.owner_id], evidence=proof, asked_at=this.at,
                arguments={"customer_id": d.customer.pk, "rule": d.decision.reading.rule.kind},
            )
            for d, proof in fresh
        ]
    )  # fmt: skip
    write(
        [
            event(
                Kind.REVIEW_OPENED, d.customer, at=this.at, by=None, owner_id=d.ownership.owner_id, run=this, evidence=proof,
                department_id=d.ownership.department_id, rule=d.decision.reading.rule.kind, policy_version_id=d.policy.version_id,
            )
            for d, proof in fresh
        ],
        names={d.customer.pk: d.customer.name for d, _p in fresh},
    )  # fmt: skip
    return {d.customer.pk for d, _p in fresh}


def _managers(held):
    """{(department, owner): who decides}; a manager who owns customers is not asked about the own ones."""
    departments = Department.objects.in_bulk({department for department, _owner in held})
    usual = {pk: decider(department, 1, "request.decide") for pk, department in departments.items()}
    return {
        (pk, owner): decider(departments[pk], 1, "request.decide", exclude=[owner]) if usual[pk] and usual[pk].pk == owner else usual[pk]
        for pk, owner in held
    }


def _remind(this, reminded):
    """Note of which deadline each owner was reminded; the ledger shows later who was warned when."""
    for due_at in {d.decision.remind.due_at for d in reminded}:
        ids = [d.customer.pk for d in reminded if d.decision.remind.due_at == due_at]
        Ownership.objects.filter(pk__in=ids).update(reminded_for=due_at)
    write(
        [
            event(
                Kind.WARNED, d.customer, at=this.at, by=None, owner_id=d.ownership.owner_id, department_id=d.ownership.department_id,
                rule=d.decision.remind.rule.kind, policy_version_id=d.policy.version_id, run=this,
                evidence={"due_at": iso(d.decision.remind.due_at)},
            )
            for d in reminded
        ],
        names={d.customer.pk: d.customer.name for d in reminded},
    )  # fmt: skip
