"""Who hears of a major change: the owner, the owner's manager and the file keepers, each in their language (row M6)."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from crm_project.accounts.models import User
from crm_project.notices.domain.notify import tell
from customers.domain.access import deciders
from customers.domain.reviews.reminding import keepers
from customers.models import MajorChange, Ownership


def readers(row: MajorChange, ownership: Ownership | None) -> list[User]:
    """Without the person who recorded it."""
    people = [*deciders("request.decide", row.customer, ownership), *keepers()]
    if ownership is not None:
        people.insert(0, ownership.owner)
    return people


def page(row: MajorChange) -> str:
    """Where the changes of this customer stand."""
    return f"{reverse('customers:detail', args=[row.customer_id])}?part=file#changes"


def tell_of(kind: str, row: MajorChange, people: list[User], by: User, at: datetime, reason: str = "") -> None:
    """One notice to each of these people but the one who did it."""
    for person in {person.pk: person for person in people if person.pk != by.pk}.values():
        with translation.override(person.language or settings.LANGUAGE_CODE):
            name = str(row.kind)
        tell(
            [person],
            kind,
            at=at,
            url=page(row),
            person=str(by),
            customer=row.customer.name,
            change=name,
            reason=reason,
        )
