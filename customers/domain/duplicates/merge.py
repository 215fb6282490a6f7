"""Merging two customers that are one: the earliest stays, the later is merged into it; an undo puts back exactly that (row Ni7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.capacity import lock_people
from assignment.domain.facts import gather
from assignment.domain.last_followup import settle_followups
from assignment.domain.ledger import POOLED, Kind, event, snapshot, write_events
from assignment.domain.owner_change import pass_work
from assignment.domain.ownership import OwnershipEnd, begin_ownerships, end_ownerships
from assignment.models import OwnershipEvent
from assignment.rules.policy import Policy
from assignment.rules.policy.answers import Facts
from crm_project.accounts.domain.access import may as may_somewhere
from crm_project.accounts.models import User
from crm_project.approvals.domain.kinds import keys_about
from crm_project.approvals.models import Request
from crm_project.approvals.rules.kinds import About
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.open_work import Move
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.domain.access import may
from customers.models import Customer, DuplicatePair, MergeRecord, Ownership

from . import moving


@dataclass(frozen=True)
class Plan:
    """What a merge would do: who stays, who goes, who owns the result and why."""

    kept: Customer
    merged: Customer
    kept_row: Any
    merged_row: Any
    owner: User | None
    because: str


def earliest(one: Customer, other: Customer) -> tuple[Customer, Customer]:
    """(the one that stays, the one that is merged into it): the file entered first, then the lower number."""
    return (one, other) if (one.created_at, one.pk) <= (other.created_at, other.pk) else (other, one)


def _heir(kept: Customer, kept_row: Ownership | None, merged_row: Ownership | None) -> tuple[User | None, str]:
    """(person or None, why) who owns the result: the creator of the earliest if they hold customers, else whoever owns it now."""
    creator = kept.created_by
    if creator and creator.is_active and creator.department_id and may_somewhere(creator, "customer.claim"):
        return creator, _("entered it first")
    if kept_row:
        return kept_row.owner, _("owns the earliest file")
    if merged_row:
        return merged_row.owner, _("owns the later file; the earliest has no owner")
    return None, _("neither has an owner")


def plan(one: Customer, other: Customer) -> Plan:
    """What merging these two would do; refuses what can't be merged. Reads only, locks nothing."""
    if one.pk == other.pk:
        raise Refused(_("Choose two different customers."), code="same")
    for customer in (one, other):
        if customer.merged_into_id:
            raise Refused(_("%(code)s was already merged.") % {"code": customer.code}, code="merged")
        if customer.removed_at:
            raise Refused(
                _("%(code)s was removed as invalid: restore it first.") % {"code": customer.code},
                code="removed",
            )
    kept, merged = earliest(one, other)
    if kept.parent_id == merged.pk:
        raise Refused(_("“%(name)s” is a branch of the other one.") % {"name": kept.name}, code="branch")
    rows = Ownership.objects.select_related("owner__role", "owner__department", "department").in_bulk(
        [kept.pk, merged.pk]
    )
    owner, because = _heir(kept, rows.get(kept.pk), rows.get(merged.pk))
    return Plan(kept, merged, rows.get(kept.pk), rows.get(merged.pk), owner, because)


def merge_customers(*, one_id: int, other_id: int, reason: str, by: User, at: datetime) -> MergeRecord:
    """Merge two customers; returns the MergeRecord. Whoever merges needs the right on both."""
    with transaction.atomic():
        customers = deadlines.lock([one_id, other_id])
        if len(customers) < 2:
            raise Refused(_("Choose two different customers."), code="same")
        people = User.objects.select_related("role", "department").in_bulk(
            {c.created_by_id for c in customers.values()} - {None}
        )
        for customer in customers.values():
            customer.created_by = people.get(customer.created_by_id)
        todo = plan(customers[one_id], customers[other_id])
        for customer, row in ((todo.kept, todo.kept_row), (todo.merged, todo.merged_row)):
            if not may(by, "customer.merge", customer, row):
                raise Refused(_("Your role can't merge “%(name)s”.") % {"name": customer.name}, code="forbidden")
        lock_people({todo.owner.pk} if todo.owner else set())
        moved = _before(todo)
        # What counted for either owner is on record before the follow-ups move.
        known = gather([todo.kept.pk, todo.merged.pk], at, evidence=True)
        moved |= moving.move_records(todo)
        moved["fields"] = moving.fill_empty(todo, at)
        entries = _pass_on(todo, moved, known, by=by, at=at, reason=reason)
        moved["followed"] = _pass_work(todo, by=by, at=at)
        settle_followups([todo.kept.pk], at=at)
        _answer(todo, at)
        record = MergeRecord.objects.create(
            kept=todo.kept, merged=todo.merged, reason=(reason or "").strip()[:200], moved=moved, by=by, at=at
        )
        _close_pairs(todo, by, at)
        log.record(
            by=by,
            action="customer.merged",
            at=at,
            subject=todo.kept,
            reason=reason,
            changes={"merged": [f"{todo.merged.code} {todo.merged.name}", f"{todo.kept.code} {todo.kept.name}"]},
        )
        _tell(todo, entries, at)
        return record


def _before(todo: Plan) -> JsonObject:
    """Both as they were, for the undo: the ownership row (None in the pool) and the pool columns."""
    return {
        "kept_before": _state(todo.kept, todo.kept_row),
        "merged_before": _state(todo.merged, todo.merged_row),
    }


def _state(customer: Customer, row: Ownership | None) -> JsonObject:
    if row:
        return snapshot(row, customer)
    return {"ownership": None, "customer": {name: moving.plain(getattr(customer, name)) for name in POOLED}}


def _ending(
    customer: Customer,
    row: Ownership,
    known: Mapping[int, tuple[Policy | None, Facts]],
    *,
    to: User | None = None,
    reason: str = "",
    into: str | None = None,
) -> OwnershipEnd:
    policy, facts = known.get(customer.pk, (None, None))
    return OwnershipEnd(
        customer,
        row,
        Kind.MERGED,
        to=to,
        reason=reason or "",
        version_id=row.policy_version,
        policy=policy,
        facts=facts,
        evidence={"into": into} if into else {},
    )


def _pass_on(
    todo: Plan,
    moved: JsonObject,
    known: Mapping[int, tuple[Policy | None, Facts]],
    *,
    by: User,
    at: datetime,
    reason: str,
) -> list[OwnershipEvent]:
    """End the later one's ownership, put it behind the earliest, and give the result to whom it belongs.

    Returns the ledger's entries of the ownerships that end.
    """
    ended = []
    if todo.merged_row:
        into = f"{todo.kept.code} {todo.kept.name}"
        ended += end_ownerships([_ending(todo.merged, todo.merged_row, known, reason=reason, into=into)], at=at, by=by)
    else:
        write_events(
            [
                event(
                    Kind.MERGED,
                    todo.merged,
                    at=at,
                    by=by,
                    department_id=todo.merged.department_id,
                    reason=reason or "",
                )
            ]
        )
    Customer.objects.filter(pk=todo.merged.pk).update(merged_into=todo.kept, pooled_at=None, pool_reason="")
    owner, row = todo.owner, todo.kept_row
    moved["owner"] = [row.owner_id if row else None, owner.pk if owner else None]
    if owner is None or (row and row.owner_id == owner.pk):
        return ended
    if row is None:
        begin_ownerships([todo.kept], owner, at=at, by=by, kind=Kind.MERGED, reason=reason or "")
    else:
        ended += end_ownerships([_ending(todo.kept, row, known, to=owner, reason=reason)], at=at, by=by)
    return ended


def _pass_work(todo: Plan, *, by: User, at: datetime) -> dict[str, list[int]]:
    """What the later file's owner had still to do for it, the survivor's owner does now."""
    former = todo.merged_row
    if former is None or todo.owner is None or former.owner_id == todo.owner.pk:
        return {}
    return pass_work(Move(todo.kept.pk, former.owner_id, todo.owner.pk, todo.owner.department_id), by=by, at=at)


def _answer(todo: Plan, at: datetime) -> None:
    """Questions about the later one need no answer any more, whether it had an owner or not; its verbs would refuse."""
    about_it = keys_about(About.OWNERSHIP, About.CUSTOMER)
    waiting = Request.objects.filter(customer_id=todo.merged.pk, status=Request.Status.PENDING, kind__in=about_it)
    waiting.update(status=Request.Status.OBSOLETE, decided_at=at)


def _close_pairs(todo: Plan, by: User, at: datetime) -> None:
    pairs = DuplicatePair.objects.filter(state=DuplicatePair.State.OPEN)
    ids = sorted([todo.kept.pk, todo.merged.pk])
    pairs.filter(one_id__in=ids, other_id__in=ids).update(
        state=DuplicatePair.State.MERGED, decided_by=by, decided_at=at
    )


def _tell(todo: Plan, ended: Sequence[OwnershipEvent], at: datetime) -> None:
    """Whoever lost or won an ownership by the merge is told; who holds none of the two now is led to what was theirs."""
    concerned = {row.owner_id for row in (todo.kept_row, todo.merged_row) if row} | (
        {todo.owner.pk} if todo.owner else set()
    )
    lost = {entry.closes_owner_id: entry.pk for entry in ended}
    for person in sorted(concerned):
        gone = person in lost and (todo.owner is None or person != todo.owner.pk)
        tell(
            [person],
            "merged",
            at=at,
            url=reverse("assignment:loss", args=[lost[person]])
            if gone
            else reverse("customers:detail", args=[todo.kept.pk]),
            customer=todo.merged.name,
            into=todo.kept.name,
            person=str(todo.owner) if todo.owner else "",
        )
