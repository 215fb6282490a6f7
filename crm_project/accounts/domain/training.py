"""Nobody uses the CRM before reading and confirming the training page (rows Nb7, Nh1)."""

from datetime import datetime

from django.db import transaction

from crm_project.accounts.models import User
from crm_project.audit.domain import log

from .authority import check_manages
from .people import locked


def confirm_training(*, person_id: int, at: datetime) -> User:
    """The person says that they have read it; said once."""
    with transaction.atomic():
        person = locked(person_id)
        if person.trained_at is None:
            person.trained_at = at
            person.save(update_fields=["trained_at"])
            log.record(by=person, action="training.confirmed", at=at, subject=person)
        return person


def require_again(*, person_id: int, by: User | None, at: datetime) -> User:
    """An admin has them read it again, before the next click."""
    with transaction.atomic():
        person = locked(person_id)
        check_manages(by, person)
        before, person.trained_at = person.trained_at, None
        person.save(update_fields=["trained_at"])
        log.record(by=by, action="training.asked", at=at, subject=person, changes={"trained_at": [before, None]})
        return person
