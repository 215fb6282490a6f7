"""How records hang together: the last next step that nobody has answered yet, and whom one can speak to (row Ni12)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from activities.models import FollowUp
from assignment.domain.followup_queries import not_voided
from crm_project.lib.database.prepared import prepared
from customers.models import Contact, Customer

_NEWEST = ("-occurred_at", "-pk")


def open_step(customer_id: int, *, besides: FollowUp | None = None) -> FollowUp | None:
    """The newest standing follow-up that names a next step which no other standing one answers, or None; one query.

    `besides`: an entry that is being changed; then only steps from before it.
    """
    found = (
        _open_step(customer_id) if besides is None else _open_step_before(customer_id, besides.pk, besides.occurred_at)
    )
    return found[0] if found else None


@prepared
def _open_step(customer: int) -> QuerySet[FollowUp]:
    return _unanswered(_steps(customer), FollowUp.objects.filter(not_voided()))[:1]


@prepared
def _open_step_before(customer: int, besides: int, moment: int) -> QuerySet[FollowUp]:
    rows = _steps(customer).filter(occurred_at__lt=moment).exclude(pk=besides)
    return _unanswered(rows, FollowUp.objects.filter(not_voided()).exclude(pk=besides))[:1]


def open_steps(customer_ids: Collection[int]) -> dict[int, FollowUp]:
    """{customer: its open step} of those that have one; two queries."""
    steps = _unanswered(_steps(OuterRef("pk")), FollowUp.objects.filter(not_voided()))
    rows = Customer.objects.filter(pk__in=customer_ids).annotate(step=Subquery(steps.values("pk")[:1]))
    keys = dict(rows.exclude(step=None).order_by().values_list("pk", "step"))
    found = FollowUp.objects.select_related("author").in_bulk(keys.values())
    return {customer: found[key] for customer, key in keys.items()}


def _steps(customer: Any) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(not_voided(), customer_id=customer).exclude(next_step="")


def _unanswered(rows: QuerySet[FollowUp], answers: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return rows.filter(~Exists(answers.filter(answers=OuterRef("pk")))).select_related("author").order_by(*_NEWEST)


def usual_contact(step: FollowUp | None, contacts: Sequence[Contact]) -> Contact | None:
    """Whom the next exchange will be with, as far as one can tell: the person of the planned step, the key contact, the only one."""
    planned = step.contact_id if step else None
    for contact in contacts:
        if contact.pk == planned:
            return contact
    return contacts[0] if contacts and (contacts[0].key or len(contacts) == 1) else None


@prepared
def contacts_of(customer: int) -> QuerySet[Contact]:
    """People at the customer (its key), key contacts first."""
    return Contact.objects.filter(customer_id=customer, active=True)


def contacts_of_all(customer_ids: Collection[int]) -> Mapping[int, list[Contact]]:
    """{customer: its people, key contacts first}; one query."""
    found: dict[int, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.filter(customer_id__in=customer_ids, active=True):
        found[contact.customer_id].append(contact)
    return found
