"""The sweep: acts on every deadline that has come, and only where the policy still says so under the lock.

Short transactions by key; killed at any point, the next run finishes the work; two at once do no harm.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, transaction

from assignment.domain import deadlines
from assignment.domain.capacity import Rotation, lock_people
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import SweepLine, SweepRun
from assignment.rules.policy import RELEASE, ROTATE
from crm_project.accounts.models import Department, User
from crm_project.lib.database import bulk
from customers.models import Customer, Ownership

from .actions import apply
from .digest import notify_people
from .due import judge, nominated, preview
from .skipped import skipped

__all__ = ["preview", "run"]

log = structlog.get_logger(__name__)
BATCH = 200


def run(
    *,
    at: datetime,
    by: User | None = None,
    started_at: datetime | None = None,
    everybody: bool = False,
    tell_line: Callable[[dict[str, str]], None] | None = None,
    between: Callable[[SweepRun], None] | None = None,
) -> SweepRun:
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
    this.finished_at, this.figures = clock.moment(), dict(figures)
    this.save(update_fields=["finished_at", "figures"])
    notify_people(at=this.finished_at)
    return this


class _Clock:
    """The run's own time: its nominal moment plus what has passed since, so that a follow-up made meanwhile is seen."""

    def __init__(self, at: datetime) -> None:
        self.at, self._started = at, time.monotonic()

    def moment(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self._started)


def _batch(
    this: SweepRun,
    ids: Sequence[int],
    clock: _Clock,
    book: PolicyBook,
    figures: defaultdict[str, int],
    tell_line: Callable[[dict[str, str]], None] | None,
    wait: bool = False,
) -> list[int]:
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


def _act(
    this: SweepRun,
    ids: Sequence[int],
    clock: _Clock,
    book: PolicyBook,
    figures: defaultdict[str, int],
    tell_line: Callable[[dict[str, str]], None] | None,
    wait: bool,
) -> list[int]:
    counted = defaultdict(int)
    with transaction.atomic():
        chosen = Customer.objects.select_for_update(no_key=True, skip_locked=not wait and deadlines.skip_locked())
        free = set(chosen.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
        at = this.at
        rotation = Rotation(at)
        _lock_teams(free, book, at)
        due = judge(sorted(free), at, book=book, until=clock.moment(), rotation=rotation)
        # Before acting: what is told names the owner who loses the customer.
        texts = [d.line() for d in due] if tell_line else []
        lines = apply(this, due, book)
        acted = {d.customer.pk for d in due}
        # Nominated by a stored deadline that the facts no longer bear out: worth a line that says which fact, and put right.
        lines += skipped(this, free - acted, at, book=book, until=clock.moment())
        bulk.create(lines)
        moved = {d.customer.pk for d in due if d.outcome in (RELEASE, ROTATE)}
        deadlines.refresh(sorted(free - moved), at=at, locked=True, book=book)
        for line in lines:
            counted[line.outcome] += 1
    for outcome, n in counted.items():
        figures[outcome] += n
    if tell_line:
        for text in texts:
            tell_line(text)
    return [pk for pk in ids if pk not in free]


def _lock_teams(ids: Collection[int], book: PolicyBook, at: datetime) -> None:
    """Where a rotation counts slots, lock the team first, so that parallel claims can't exceed them."""
    departments = (
        Ownership.objects.filter(pk__in=ids, release_at__lte=at)
        .order_by()
        .values_list("department_id", flat=True)
        .distinct()
    )
    for department in Department.objects.filter(pk__in=list(departments)):
        policy = book.for_department(department, at)
        if policy and policy.slots is not None and any(rule.outcome == ROTATE for rule in policy.rules):
            lock_people(User.objects.filter(department=department).values_list("pk", flat=True))
