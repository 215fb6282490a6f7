"""How records hang together: the last next step that nobody has answered yet, and whom one can speak to (row Ni12)."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from activities.models import FollowUp
from assignment.domain.followup_queries import not_voided
from crm_project.lib.database.prepared import prepared
from customers.models import Contact


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
    return _unanswered(_steps(customer), FollowUp.objects.filter(not_voided()))


@prepared
def _open_step_before(customer: int, besides: int, moment: int) -> QuerySet[FollowUp]:
    rows = _steps(customer).filter(occurred_at__lt=moment).exclude(pk=besides)
    return _unanswered(rows, FollowUp.objects.filter(not_voided()).exclude(pk=besides))


def _steps(customer: int) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(not_voided(), customer_id=customer).exclude(next_step="")


def _unanswered(rows: QuerySet[FollowUp], answers: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return (
        rows.filter(~Exists(answers.filter(answers=OuterRef("pk"))))
        .select_related("author")
        .order_by("-occurred_at", "-pk")[:1]
    )


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
