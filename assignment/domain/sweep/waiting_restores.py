"""Customers that an undo gives back as soon as their former owner has a free slot (row D1)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain.capacity import held, lock_people
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import OwnershipEvent, WaitingRestore
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Customer

NAMED = 5
Outcome = WaitingRestore.Outcome


def free_slots(owner_ids: Sequence[int], at: datetime) -> dict[int, int]:
    """{owner: free slots} under their lock, for those whose policy limits them; 0 also where more are taken than allowed."""
    people, book = lock_people(owner_ids), PolicyBook()
    policies = {pk: book.for_department(person.department, at) for pk, person in people.items()}
    limits = {pk: policy.slots for pk, policy in policies.items() if policy and policy.slots is not None}
    used = held(limits) if limits else {}
    return {pk: max(slots - used.get(pk, 0), 0) for pk, slots in limits.items()}


def add_waiting(rows: Sequence[OwnershipEvent], *, by: User | None, at: datetime, hold_until: datetime | None) -> None:
    """Note that these ledger rows are to be put back once a slot is free; tells the owner and the manager. Safe to repeat."""
    told = defaultdict(list)
    for row in rows:
        _waiting, made = WaitingRestore.objects.update_or_create(
            event=row,
            closed_at=None,
            defaults={"asked_by": by, "hold_until": hold_until},
            create_defaults={"asked_by": by, "hold_until": hold_until, "asked_at": at},
        )
        if made:
            told[cast(User, row.closes_owner)].append(row.customer)
    for owner, customers in told.items():
        manager = decider(owner.department, 1, "request.decide", exclude=[owner]) if owner.department else None
        tell(
            [owner, manager],
            "restore_waits",
            at=at,
            url=reverse("assignment:waiting_restores"),
            n=len(customers),
            names=[customer.name for customer in customers[:NAMED]],
            owner=str(owner),
        )


def sentence(owner: User) -> str:
    """Why a customer was not put back at once."""
    return _("waiting until %(owner)s has a free slot, then returned automatically") % {"owner": owner}


def waits(event: OwnershipEvent) -> bool:
    """Whether an undo of this ledger row waits for a slot."""
    return WaitingRestore.objects.filter(event=event, closed_at__isnull=True).exists()


def undone(event: OwnershipEvent) -> str:
    """What an undo of one ledger row did, as a sentence: the customer is back, or it waits for a slot."""
    values = {"name": event.customer.name, "owner": event.closes_owner}
    if waits(event):
        return _("“%(name)s” waits until %(owner)s has a free slot, then it is returned automatically.") % values
    return _("“%(name)s” is back with %(owner)s.") % values


def open_rows() -> QuerySet[WaitingRestore]:
    """What still waits, first asked first."""
    rows = WaitingRestore.objects.filter(closed_at__isnull=True).order_by("asked_at", "id")
    return rows.select_related("event__customer", "event__closes_owner__department", "asked_by")


def close(waiting: WaitingRestore, outcome: str, *, at: datetime) -> None:
    """It waits no longer."""
    WaitingRestore.objects.filter(pk=waiting.pk, closed_at__isnull=True).update(closed_at=at, outcome=outcome)


def discard(*, waiting_id: int, by: User | None, at: datetime) -> Customer:
    """The manager decides that the customer does not go back."""
    with transaction.atomic():
        waiting = (
            WaitingRestore.objects.select_for_update(no_key=True, of=("self",))
            .select_related("event__customer")
            .filter(pk=waiting_id, closed_at__isnull=True)
            .first()
        )
        if waiting is None:
            raise Refused(_("This customer is no longer waiting."), code="gone")
        close(waiting, Outcome.DROPPED, at=at)
        customer = waiting.event.customer
        log.record(by=by, action="restore.dropped", at=at, subject=customer, customer_id=customer.pk)
        tell(
            [waiting.event.closes_owner_id],
            "restore_dropped",
            at=at,
            url=reverse("assignment:waiting_restores"),
            customer=customer.name,
            person=str(by),
        )
        return customer
