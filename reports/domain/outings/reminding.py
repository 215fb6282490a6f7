"""Outings without an end: asked for the next morning, and on the home page (row Nf9)."""

from datetime import datetime

from crm_project.accounts.models import User
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell
from reports.models import Outing

from .locked import page


def forgotten_of(user: User, at: datetime) -> Outing | None:
    """The user's outing of an earlier day from which they have not come back."""
    rows = Outing.objects.filter(person=user, back_at=None, voided_at=None, day__lt=local_date(at))
    return rows.first()


def remind(*, at: datetime) -> int:
    """Ask everybody whose outing of an earlier day has no end; once each. Returns how many there are."""
    rows = Outing.objects.filter(back_at=None, voided_at=None, day__lt=local_date(at), person__is_active=True)
    number = 0
    for outing in rows.order_by("pk"):
        tell(
            [outing.person_id],
            "outing_open",
            at=at,
            key=f"outing-open:{outing.pk}",
            url=page(outing),
            day=outing.day.isoformat(),
        )
        number += 1
    return number
