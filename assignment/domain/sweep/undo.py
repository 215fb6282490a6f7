"""Undo: puts back what a run, or one release, took; whoever was claimed meanwhile stays and is listed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain import deadlines, owner_change
from assignment.domain.capacity import needs_slot
from assignment.domain.ledger import Kind, event, write_events
from assignment.domain.ownership.owner_notices import NAMED
from assignment.models import OwnershipEvent, SweepRun
from assignment.models.ledger import WaitingRestore
from assignment.rules import request_kinds
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Customer, Ownership

from . import waiting_restores
from .putting_back import put_back, restores
from .waiting_restores import Outcome, free_slots

BATCH = 250
UNDOABLE = (Kind.RELEASED, Kind.ROTATED, Kind.GIVEN_UP, Kind.TRANSFERRED, Kind.HANDED_OVER)


def refusal(event: OwnershipEvent) -> str:
    """Why this entry can't be undone (any more), as a sentence, or "": what `undo_event` would refuse with. Reads only."""
    return refusals([event]).get(event.pk, "")


def refusals(events: Sequence[OwnershipEvent]) -> dict[int, str]:
    """{entry: why it can't be undone (any more)} of many; two queries. The entries come with customer and former owner."""
    able = [e for e in events if e.kind in UNDOABLE and e.restores]
    ids = [e.customer_id for e in able]
    now = {o.pk: o for o in Ownership.objects.filter(pk__in=ids).select_related("owner")}
    undone = _undone(ids)
    out = {e.pk: _("This entry can't be undone.") for e in events if e not in able}
    for e in able:
        why = _moved_on(e, now.get(e.customer_id), cast(User, e.closes_owner), e.customer, undone)
        if why:
            out[e.pk] = why
    return out


def _undone(customer_ids: Sequence[int]) -> set[int]:
    """Keys of the entries about these customers that were undone."""
    rows = OwnershipEvent.objects.filter(customer_id__in=customer_ids, kind=Kind.RESTORED)
    return set(rows.values_list("evidence__undoes", flat=True)) if customer_ids else set()


def undo_event(*, event_id: int, by: User, at: datetime, hold_until: datetime | None = None) -> Customer:
    """Put one customer back to the owner whom this ledger entry took it from. Refuses where somebody else has it now.

    Where the owner has no free slot it waits, and comes back once there is one (`waiting_restores`).
    """
    with transaction.atomic():
        row = (
            OwnershipEvent.objects.select_related("customer", "closes_owner__department")
            .filter(pk=event_id, kind__in=UNDOABLE)
            .first()
        )
        if row is None or not row.restores:
            raise Refused(_("This entry can't be undone."), code="not_undoable")
        problems, _waits = _restore([row], by=by, at=at, hold_until=hold_until)
        if problems:
            raise Refused(problems[0][1], code="moved_on")
        return row.customer


def undo_events(rows: Sequence[OwnershipEvent], *, by: User, at: datetime) -> list[tuple[Customer, str]]:
    """The same for many that the caller found undoable: [(customer, why not)] of those not put back, or not yet."""
    with transaction.atomic():
        problems, waits = _restore(rows, by=by, at=at, hold_until=None)
        return problems + waits


def undo_run(
    *, run_id: int, by: User | None, at: datetime, hold_until: datetime | None = None
) -> tuple[int, list[tuple[Customer, str]]]:
    """Put back what a run took. Returns (number put back, [(customer, why not)]); safe to repeat.

    `hold_until`: the sweep leaves these customers alone until then, else the next one takes them again. Customers beyond
    their owner's slots are among those not put back: they wait and come back by themselves.
    """
    run = SweepRun.objects.filter(pk=run_id).first()
    if run is None:
        raise Refused(_("There is no run %(run)s.") % {"run": run_id}, code="gone")
    ids = list(
        run.events.filter(kind__in=[Kind.RELEASED, Kind.ROTATED]).order_by("customer_id").values_list("pk", flat=True)
    )
    stayed, back = [], 0
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            rows = list(
                OwnershipEvent.objects.filter(pk__in=ids[start : start + BATCH])
                .order_by("customer_id")
                .select_related("customer", "closes_owner__department")
            )
            problems, waits = _restore(rows, by=by, at=at, hold_until=hold_until)
            stayed += problems + waits
            back += len(rows) - len(problems) - len(waits)
    SweepRun.objects.filter(pk=run.pk).update(undone_at=at, undone_by=by)
    log.record(
        by=by,
        action="sweep.undone",
        at=at,
        subject=run,
        changes={"put_back": [None, back], "stayed": [None, len(stayed)]},
    )
    return back, stayed


def restore_waiting(*, at: datetime) -> int:
    """Put back what waits, as far as slots are free now; returns how many came back. Each in a transaction of its own."""
    back, full = 0, set()
    for waiting in waiting_restores.open_rows():
        if waiting.event.closes_owner_id in full:
            continue
        outcome = _take_back(waiting, by=waiting.asked_by, at=at)
        back += outcome == Outcome.RESTORED
        if outcome is None:
            full.add(waiting.event.closes_owner_id)
    return back


def restore_now(*, waiting_id: int, by: User | None, at: datetime) -> Customer:
    """The manager puts a customer back although its owner's slots are taken. Refuses one that waits no more or moved on."""
    waiting = waiting_restores.open_rows().filter(pk=waiting_id).first()
    if waiting is None:
        raise Refused(_("This customer is no longer waiting."), code="gone")
    if _take_back(waiting, by=by, at=at, beyond_slots=True) != Outcome.RESTORED:
        raise Refused(_("The customer now has another owner, or its former owner has left."), code="moved_on")
    return waiting.event.customer


def _take_back(waiting: WaitingRestore, *, by: User | None, at: datetime, beyond_slots: bool = False) -> str | None:
    """The outcome for one that waits, or None where it goes on waiting; the sweep holds off as long as the undo wanted."""
    hold = waiting.hold_until and at + (waiting.hold_until - waiting.asked_at)
    with transaction.atomic():
        problems, waits = _restore(
            [waiting.event], by=by, at=at, hold_until=hold, beyond_slots=beyond_slots, waits_already=True
        )
        if waits:
            return None
        outcome = Outcome.MOVED_ON if problems else Outcome.RESTORED
        waiting_restores.close(waiting, outcome, at=at)
        return outcome


def _restore(
    rows: Sequence[OwnershipEvent],
    *,
    by: User | None,
    at: datetime,
    hold_until: datetime | None,
    beyond_slots: bool = False,
    waits_already: bool = False,
) -> tuple[list[tuple[Customer, str]], list[tuple[Customer, str]]]:
    """Restore these ledger rows; returns ([(customer, why not)] of those that moved on, the same of those that wait for a slot)."""
    customers = deadlines.lock([r.customer_id for r in rows])
    current = {o.pk: o for o in Ownership.objects.filter(pk__in=list(customers)).select_related("owner")}
    people = User.objects.select_related("department").in_bulk({r.closes_owner_id for r in rows})
    free = {} if beyond_slots else free_slots(list(people), at)
    undone = _undone(list(customers))
    problems, waits, back, events, told = [], [], [], [], {}
    for row in rows:
        customer, now = customers[row.customer_id], current.get(row.customer_id)
        why = _moved_on(row, now, people[row.closes_owner_id], customer, undone)
        if why:
            problems.append((customer, why))
            continue
        if needs_slot(customer) and row.closes_owner_id in free:
            if free[row.closes_owner_id] <= 0:
                waits.append(row)
                continue
            free[row.closes_owner_id] -= 1
        back.append(row)
        events.append(
            event(
                Kind.RESTORED,
                customer,
                at=at,
                by=by,
                owner_id=row.closes_owner_id,
                department_id=restores(row)["ownership"]["department_id"],
                closes=now,
                rule=row.rule,
                run=row.run,
                policy_version_id=row.policy_version_id,
                evidence={"undoes": row.pk},
            )
        )
        told.setdefault(row.closes_owner_id, []).append(customer)
    ids = [e.customer_id for e in events]
    put_back(back, hold_until)
    for row in back:
        owner_change.return_open_work(row, at=at, by=by)
    deadlines.refresh(ids, at=at, locked=True)
    write_events(events, names={c.pk: c.name for c in customers.values()})
    # Whoever asked for it has it: those who also asked need no answer.
    about = [f"event:{e.evidence['undoes']}" for e in events]
    asked = Request.objects.filter(customer_id__in=ids, kind=request_kinds.PUT_BACK, about__in=about)
    asked.filter(status=Request.Status.PENDING).update(status=Request.Status.OBSOLETE, decided_at=at)
    for person, theirs in told.items():
        if by is not None and person == by.pk:
            continue  # they did it themselves
        url = reverse("customers:detail", args=[theirs[0].pk]) if len(theirs) == 1 else reverse("customers:list")
        tell([person], "restored", at=at, url=url, n=len(theirs), names=[c.name for c in theirs[:NAMED]])
    if not waits_already:
        waiting_restores.add_waiting(waits, by=by, at=at, hold_until=hold_until)
    said = [(customers[row.customer_id], waiting_restores.sentence(people[row.closes_owner_id])) for row in waits]
    return problems, said


def _moved_on(
    row: OwnershipEvent, now: Ownership | None, owner: User, customer: Customer, undone: Collection[int]
) -> str | None:
    """Why this entry can't be undone any more, as a sentence, or None."""
    if row.pk in undone:
        return _("was already restored")
    if customer.merged_into_id:
        return _("was merged into another customer")
    if not owner.is_active:
        return _("its former owner %(owner)s has left") % {"owner": owner}
    if row.owner_id is None and now is not None:
        return _("was claimed by %(owner)s meanwhile") % {"owner": now.owner}
    if row.owner_id is None:
        return _("has had another owner since") if customer.pooled_at != row.at else None
    return _no_longer_with(row, now)


def _no_longer_with(row: OwnershipEvent, now: Ownership | None) -> str | None:
    """What became of a customer after it had been passed on to `row.owner`; None while it is theirs since then."""
    if now is None:
        return _("went to the public pool meanwhile")
    if now.owner_id != row.owner_id:
        return _("was passed on to %(owner)s meanwhile") % {"owner": now.owner}
    return _("%(owner)s lost it meanwhile and has it again") % {"owner": now.owner} if now.since != row.at else None
