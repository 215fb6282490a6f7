"""A customer goes to a colleague (rows Nd9, Nf5)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.capacity import lock_people, needs_slot, slots_full
from assignment.domain.ledger import Kind
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules import request_kinds
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership

from .begin import begin_ownerships
from .end import OwnershipEnd, end_ownerships
from .lock import locked
from .owner_notices import tell_transferred


def already_theirs(customer: Customer, to: User) -> Refused:
    """What is said of a customer that the taker has."""
    return Refused(
        _("“%(name)s” already belongs to %(person)s.") % {"name": customer.name, "person": to},
        code="same",
        field="to",
        person=str(to),
    )


def check_taker(to: User, at: datetime, *, book: PolicyBook, slots: bool = True) -> None:
    """Refuse a new owner who can't hold customers or has no free slot."""
    if not to.is_active or not may(to, "customer.claim") or to.department_id is None:
        raise Refused(
            _("%(person)s can't hold customers: choose somebody whose role can.") % {"person": to},
            code="taker",
            field="to",
            person=str(to),
        )
    full = slots_full(book.for_department(to.department, at), to) if slots else None
    if full:
        full.field = "to"
        raise full


def transfer_from_pool(
    customers: Sequence[Customer],
    to: User,
    *,
    by: User | None,
    reason: str,
    at: datetime,
    book: PolicyBook,
    kind: str = Kind.TRANSFERRED,
) -> None:
    """Locked customers without an owner get this one; nobody needs to put them back to a former owner any more."""
    if not customers:
        return
    begin_ownerships(customers, to, at=at, by=by, kind=kind, reason=reason, book=book)
    asked = Request.objects.filter(customer_id__in=[c.pk for c in customers], kind=request_kinds.PUT_BACK)
    asked.filter(status=Request.Status.PENDING).update(status=Request.Status.OBSOLETE, decided_at=at)


def transfer(
    *,
    customer_id: int,
    to: User,
    by: User | None,
    reason: str,
    at: datetime,
    kind: str = Kind.TRANSFERRED,
    slots: bool = True,
    told: bool = True,
    rule: str = "",
    evidence: JsonObject | None = None,
) -> Customer:
    """Give a customer, owned or from the pool, to a colleague, with fresh clocks (Nd9, Nf5). Refuses with code taker, slots, same.

    `rule`, `evidence`: what the decision rested on, for the ledger.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        to = lock_people([to.pk])[to.pk]
        book = PolicyBook()
        ownership = Ownership.of(customer.pk)
        if ownership and ownership.owner_id == to.pk:
            raise already_theirs(customer, to)
        check_taker(to, at, book=book, slots=slots and needs_slot(customer))
        entries = []
        if ownership is None:
            transfer_from_pool([customer], to, by=by, reason=reason, at=at, book=book, kind=kind)
        else:
            ending = OwnershipEnd(
                customer,
                ownership,
                kind,
                to=to,
                reason=reason or "",
                rule=rule,
                version_id=ownership.policy_version,
                evidence=evidence or {},
            )
            entries = end_ownerships([ending], at=at, by=by, book=book)
        if told:
            tell_transferred(to, [customer], entries, by=by, reason=reason or "", at=at)
        return customer
