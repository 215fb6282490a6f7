"""How an ownership begins: its row, the deadline, the ledger (rows Z10, D3)."""

from datetime import datetime
from typing import cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.capacity import lock_people, slots_full
from assignment.domain.ledger import Kind, event, pool_columns, write_events
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules.policy import NEVER
from crm_project.accounts.models import Department, User
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership


def begin_ownership(
    customer: Customer,
    owner: User,
    *,
    at: datetime,
    by: User | None,
    kind: str = Kind.ENTERED,
    reason: str = "",
    evidence: JsonObject | None = None,
    book: PolicyBook | None = None,
) -> None:
    """Write the ownership row of a locked, unowned customer; the primary key decides between two who are equally fast."""
    book = book or PolicyBook()
    try:
        with transaction.atomic():
            Ownership.objects.create(
                customer=customer,
                owner=owner,
                department=cast(Department, owner.department),
                since=at,
                release_at=NEVER,
                remind_at=NEVER,
                review_at=NEVER,
            )
    except IntegrityError:
        raise Refused(
            _("Somebody else was faster: “%(name)s” has an owner already.") % {"name": customer.name}, code="taken"
        ) from None
    Customer.objects.filter(pk=customer.pk).update(pooled_at=None, pool_reason="", department=owner.department)
    deadlines.refresh([customer.pk], at=at, locked=True, book=book)
    policy = book.for_department(owner.department, at)
    write_events(
        [
            event(
                kind,
                customer,
                at=at,
                by=by,
                owner_id=owner.pk,
                department_id=owner.department_id,
                reason=reason,
                policy_version_id=policy.version_id if policy else None,
                # Where it came from the pool: what an undo puts back.
                evidence={**(evidence or {}), **({"pool": pool_columns(customer)} if customer.pooled_at else {})},
            )
        ]
    )


def protect(customer: Customer, owner: User, *, at: datetime, by: User | None, reason: str = "") -> None:
    """Give a customer that was just entered its first owner, within the slots (D3)."""
    with transaction.atomic():
        person = lock_people([owner.pk])[owner.pk]
        book = PolicyBook()
        full = slots_full(book.for_department(person.department, at), person)
        if full:
            raise full
        begin_ownership(customer, person, at=at, by=by, kind=Kind.ENTERED, reason=reason, book=book)
