"""The reverse of a change of ownership done a moment ago: a claim, a give-up, a transfer, a release (rows Nc8, Nc14, Nd9)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.ledger import Kind, entries_of, entry_of, event, write_events
from assignment.domain.ownership import locked
from assignment.domain.ownership.owner_notices import tell_transfer_undone
from assignment.domain.sweep import undo as past
from assignment.domain.sweep.waiting_restores import undone
from assignment.models import OwnershipEvent
from crm_project.accounts.domain.access import covers
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import reopen_obsolete
from crm_project.lib.refused import Refused
from crm_project.undo.domain.built_on import work_on_customers
from customers.models import Customer, Ownership

TURNED = (Kind.CLAIMED, Kind.GIVEN_UP, Kind.RELEASED, Kind.TRANSFERRED)


def lock_customers(customer_ids: Sequence[int]) -> None:
    """Lock these customers, before what was done at them is looked at."""
    deadlines.lock(customer_ids)


def turn_refusals(customer_ids: Sequence[int], moment: datetime, by: User | None = None) -> dict[int, str]:
    """{customer: why what was done with its ownership at this moment can't be undone (any more)}, as parts of sentences. Reads only.

    `by`: who did it by their right to transfer, and must still have it for this customer; None where the caller asks that.
    """
    worked = work_on_customers(customer_ids, after=moment)
    entries = entries_of(customer_ids, moment, TURNED)
    states = _states(list(entries.values()))
    out = {}
    for pk in customer_ids:
        entry = entries.get(pk)
        why = (states.get(entry.pk, "") if entry else _("it is not in the ledger")) or worked.get(pk, "")
        if entry and by and not _reaches(by, entry):
            why = _("the customer is outside your area now")
        if why:
            out[pk] = why
    return out


def _reaches(by: User, entry: OwnershipEvent) -> bool:
    """Whether this is one's own customer, or one may still transfer it by the department in which it was."""
    own = [pk for pk in (entry.owner_id, entry.closes_owner_id) if pk]
    former = entry.closes_owner.department_id if entry.closes_owner else None
    places = {entry.department_id, former} - {None}
    return by.pk in own or any(covers(by, "customer.transfer", department_id=place, people=own) for place in places)


def _states(entries: Sequence[OwnershipEvent]) -> dict[int, str]:
    """{entry: why the ownership is no longer what the entry made of it}"""
    out = past.refusals([e for e in entries if e.closes_owner_id is not None])
    begun = [e for e in entries if e.closes_owner_id is None]
    held = Ownership.objects.in_bulk([e.customer_id for e in begun]) if begun else {}
    for e in begun:
        now = held.get(e.customer_id)
        if now is None or now.owner_id != e.owner_id or now.since != e.at:
            out[e.pk] = _("has changed since")
        elif not e.evidence.get("pool"):
            out[e.pk] = _("it did not come from the public pool")
    return out


def undo_turn(*, customer_id: int, moment: datetime, by: User, at: datetime) -> str:
    """Take back what became of this customer's ownership at this moment; returns a sentence.

    From an owner: the former period goes on with the same deadline. From the pool: back into the pool as it was, the slot
    is free, the claim of the day stays counted (D1). Refuses with code moved_on. The caller has asked `turn_refusals`.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        entry = entry_of(customer_id, moment, TURNED)
        why = _states([entry]).get(entry.pk) if entry else _("it is not in the ledger")
        if entry is None or why:
            raise Refused(_("It can't be undone any more: %(why)s.") % {"why": why}, code="moved_on")
        if entry.closes_owner_id is None:
            _into_pool([(customer, entry)], by, at)
            _tell_takers([entry], by, at)
            return _("“%(name)s” is in the public pool again.") % {"name": customer.name}
        past.undo_event(event_id=entry.pk, by=by, at=at)
        _tell_takers([entry], by, at)
        return undone(entry)


def undo_turns(*, customer_ids: Sequence[int], moment: datetime, by: User, at: datetime) -> dict[int, str]:
    """The same for many by whoever did it with their right to transfer, each person told once; {customer: why it stays as it is}."""
    with transaction.atomic():
        customers = deadlines.lock(customer_ids)
        stayed = turn_refusals(customer_ids, moment, by=by)
        found = entries_of(customer_ids, moment, TURNED)
        entries = [entry for pk, entry in sorted(found.items()) if pk not in stayed]
        ended = [entry for entry in entries if entry.closes_owner_id is not None]
        stayed |= {customer.pk: why for customer, why in past.undo_events(ended, by=by, at=at)}
        _into_pool([(customers[e.customer_id], e) for e in entries if e.closes_owner_id is None], by, at)
        _tell_takers([entry for entry in entries if entry.customer_id not in stayed], by, at)
        return stayed


def _into_pool(turns: Sequence[tuple[Customer, OwnershipEvent]], by: User, at: datetime) -> None:
    """The customers are in the pool again, since when and why they were; requests that the claim answered wait again."""
    held = Ownership.objects.in_bulk([customer.pk for customer, _entry in turns])
    Ownership.objects.filter(pk__in=list(held)).delete()
    pools, events = defaultdict(list), []
    for customer, entry in turns:
        pools[entry.at, tuple(entry.evidence["pool"].items())].append(customer.pk)
        events.append(
            event(
                Kind.UNDONE,
                customer,
                at=at,
                by=by,
                department_id=entry.evidence["pool"]["department_id"],
                closes=held[customer.pk],
                evidence={"undoes": entry.pk, "what": entry.kind},
            )
        )
    for (moment, columns), ids in pools.items():
        pool = dict(columns)
        pool["pooled_at"] = datetime.fromisoformat(pool["pooled_at"])
        Customer.objects.filter(pk__in=ids).update(**pool)
        reopen_obsolete(ids, moment)
    write_events(events, names={customer.pk: customer.name for customer, _entry in turns})


def _tell_takers(entries: Sequence[OwnershipEvent], by: User, at: datetime) -> None:
    """Whoever had got these customers has them no longer; of their own undo nobody is told."""
    took = defaultdict(list)
    for entry in entries:
        if entry.owner_id and entry.owner_id != by.pk:
            took[entry.owner_id].append(entry)
    for person, theirs in took.items():
        pooled = all(entry.closes_owner_id is None for entry in theirs)
        url = reverse("assignment:pool" if pooled else "customers:list")
        tell_transfer_undone(person, [entry.customer for entry in theirs], by=by, url=url, at=at)
