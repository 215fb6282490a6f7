"""The reverse of a change of ownership done a moment ago: a claim, a give-up, a transfer, a release (rows Nc8, Nc14, Nd9)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.ledger import Kind, entry_of, event, write_events
from assignment.domain.ownership import locked
from assignment.domain.sweep import undo as past
from assignment.domain.sweep.waiting_restores import undone
from assignment.models import OwnershipEvent
from crm_project.accounts.domain.access import covers
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import reopen_obsolete
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
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
    out = {}
    for pk in customer_ids:
        entry = entry_of(pk, moment, TURNED)
        why = (_state(entry) if entry else _("it is not in the ledger")) or worked.get(pk, "")
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


def _state(entry: OwnershipEvent) -> str:
    """Whether the ownership still is what the entry made of it."""
    if entry.closes_owner_id is not None:
        return past.refusal(entry)
    held = Ownership.of(entry.customer_id)
    if held is None or held.owner_id != entry.owner_id or held.since != entry.at:
        return _("has changed since")
    return "" if entry.evidence.get("pool") else _("it did not come from the public pool")


def undo_turn(*, customer_id: int, moment: datetime, by: User, at: datetime) -> str:
    """Take back what became of this customer's ownership at this moment; returns a sentence.

    From an owner: the former period goes on with the same deadline. From the pool: back into the pool as it was, the slot
    is free, the claim of the day stays counted (D1). Refuses with code moved_on. The caller has asked `turn_refusals`.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        entry = entry_of(customer_id, moment, TURNED)
        why = _state(entry) if entry else _("it is not in the ledger")
        if entry is None or why:
            raise Refused(_("It can't be undone any more: %(why)s.") % {"why": why}, code="moved_on")
        if entry.closes_owner_id is None:
            return _into_pool(customer, entry, by, at)
        past.undo_event(event_id=entry.pk, by=by, at=at)
        if entry.owner_id and entry.owner_id != by.pk:
            tell(
                [entry.owner_id],
                "transfer_undone",
                at=at,
                url=reverse("customers:list"),
                customer=customer.name,
                person=str(by),
            )
        return undone(entry)


def _into_pool(customer: Customer, entry: OwnershipEvent, by: User, at: datetime) -> str:
    """The customer is in the pool again, since when and why it was; requests that the claim answered wait again."""
    held, pool = Ownership.of(customer.pk), dict(entry.evidence["pool"])
    pool["pooled_at"] = datetime.fromisoformat(pool["pooled_at"])
    Ownership.objects.filter(pk=customer.pk).delete()
    Customer.objects.filter(pk=customer.pk).update(**pool)
    reopen_obsolete(customer.pk, entry.at)
    write_events(
        [
            event(
                Kind.UNDONE,
                customer,
                at=at,
                by=by,
                department_id=pool["department_id"],
                closes=held,
                evidence={"undoes": entry.pk, "what": entry.kind},
            )
        ],
        names={customer.pk: customer.name},
    )
    if entry.owner_id != by.pk:
        url = reverse("assignment:pool")
        tell([entry.owner_id], "transfer_undone", at=at, url=url, customer=customer.name, person=str(by))
    return _("“%(name)s” is in the public pool again.") % {"name": customer.name}
