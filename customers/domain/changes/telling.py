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


def tell_recorded(row: MajorChange, ownership: Ownership | None, by: User, at: datetime) -> None:
    """What was recorded."""
    _tell("major_change", row, _readers(row, ownership), by, at)


def tell_corrected(row: MajorChange, ownership: Ownership | None, by: User, at: datetime) -> None:
    """What stands now in place of another entry."""
    _tell("major_change_corrected", row, _readers(row, ownership), by, at)


def tell_voided(row: MajorChange, ownership: Ownership | None, also: list[User], by: User, at: datetime) -> None:
    """What does not hold; `also`: whose tasks followed from it."""
    _tell("major_change_voided", row, [*_readers(row, ownership), *also], by, at)


def _readers(row: MajorChange, ownership: Ownership | None) -> list[User]:
    owner = [ownership.owner] if ownership else []
    return [*owner, *deciders("request.decide", row.customer, ownership), *keepers()]


def _tell(kind: str, row: MajorChange, people: list[User], by: User, at: datetime) -> None:
    """One notice to each of these people but the one who did it."""
    url = f"{reverse('customers:detail', args=[row.customer_id])}?part=file#changes"
    for person in {person.pk: person for person in people if person.pk != by.pk}.values():
        with translation.override(person.language or settings.LANGUAGE_CODE):
            change = str(row.kind)
        said = {"person": str(by), "customer": row.customer.name, "change": change, "reason": row.void_reason}
        tell([person], kind, at=at, url=url, **said)
