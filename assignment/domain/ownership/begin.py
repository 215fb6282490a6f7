"""How an ownership begins: its row, the deadline, the ledger (rows Z10, D3)."""

from collections.abc import Sequence
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


def begin_ownerships(
    customers: Sequence[Customer],
    owner: User,
    *,
    at: datetime,
    by: User | None,
    kind: str = Kind.ENTERED,
    reason: str = "",
    evidence: JsonObject | None = None,
    book: PolicyBook | None = None,
) -> None:
    """Write the ownership rows of locked, unowned customers, in as many statements as for one.

    The primary key decides between two who are equally fast: all are refused (code taken) where one was taken meanwhile.
    """
    book = book or PolicyBook()
    ids = [c.pk for c in customers]
    department = cast(Department, owner.department)
    rows = [
        Ownership(
            customer=c,
            owner=owner,
            department=department,
            since=at,
            release_at=NEVER,
            remind_at=NEVER,
            review_at=NEVER,
        )
        for c in customers
    ]
    try:
        with transaction.atomic():
            Ownership.objects.bulk_create(rows, batch_size=deadlines.BATCH)
    except IntegrityError:
        raise _taken(customers) from None
    Customer.objects.filter(pk__in=ids).update(pooled_at=None, pool_reason="", department=department)
    deadlines.refresh(ids, at=at, locked=True, book=book)
    policy = book.for_department(department, at)
    write_events(
        [
            event(
                kind,
                c,
                at=at,
                by=by,
                owner_id=owner.pk,
                department_id=owner.department_id,
                reason=reason,
                policy_version_id=policy.version_id if policy else None,
                # Where it came from the pool: what an undo puts back.
                evidence={**(evidence or {}), **({"pool": pool_columns(c)} if c.pooled_at else {})},
            )
            for c in customers
        ],
        names={c.pk: c.name for c in customers},
    )


def _taken(customers: Sequence[Customer]) -> Refused:
    taken = Ownership.objects.filter(pk__in=[c.pk for c in customers]).values_list("customer__name", flat=True).first()
    name = taken or customers[0].name
    return Refused(_("Somebody else was faster: “%(name)s” has an owner already.") % {"name": name}, code="taken")


def protect(customer: Customer, owner: User, *, at: datetime, by: User | None, reason: str = "") -> None:
    """Give a customer that was just entered its first owner, within the slots (D3)."""
    with transaction.atomic():
        person = lock_people([owner.pk])[owner.pk]
        book = PolicyBook()
        full = slots_full(book.for_department(person.department, at), person)
        if full:
            raise full
        begin_ownerships([customer], person, at=at, by=by, kind=Kind.ENTERED, reason=reason, book=book)
