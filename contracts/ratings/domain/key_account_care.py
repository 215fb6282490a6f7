"""What is shared with, planned with and done for customers: key ones, promising ordinary ones, potential ones (rows T14, T16, T17, T24)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from contracts.ratings.models import Care, KeyStatus
from contracts.ratings.models.choices import CareKind, KeyStatusKind
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Customer, Ownership

from . import access

# For whom each kind is meant; sales support is for ordinary customers with prospects (T16), who may have no standing yet.
MEANT_FOR = {
    CareKind.INFORMATION: (KeyStatusKind.KEY,),
    CareKind.PLAN: (KeyStatusKind.KEY,),
    CareKind.QUALITY: (KeyStatusKind.KEY,),
    CareKind.SUPPORT: (KeyStatusKind.ORDINARY, None),
    CareKind.FIRST_DEAL: (KeyStatusKind.POTENTIAL,),
}


def kinds_for(standing: str | None) -> list[str]:
    """Which kinds of entries a customer of this standing (None: none yet) gets."""
    return [kind for kind, meant in MEANT_FOR.items() if standing in meant]


def add_care(*, customer_id: int, kind: str, text: str, due_on: date | None, by: User, at: datetime) -> Care:
    """Write one entry down. Refuses with code forbidden, kind (not for a customer of this standing), text."""
    with transaction.atomic():
        customer = locked(customer_id)
        _check(customer, by)
        standing = KeyStatus.objects.filter(customer=customer).values_list("kind", flat=True).first()
        if kind not in kinds_for(standing):
            raise Refused(
                _("“%(kind)s” is not available for this key-customer status.") % {"kind": CareKind(kind).label},
                code="kind",
                field="kind",
            )
        if not (text or "").strip():
            raise Refused(_("Enter the details."), code="text", field="text")
        row = Care.objects.create(customer=customer, kind=kind, text=text.strip(), due_on=due_on, by=by, at=at)
        log.record(
            by=by, action="care.added", at=at, subject=row, customer_id=customer.pk, changes={"kind": [None, kind]}
        )
        return row


def complete_care(*, care_id: int, outcome: str, by: User, at: datetime) -> Care:
    """Say what came of an entry; done once. Refuses with code gone, forbidden, outcome."""
    with transaction.atomic():
        row = (
            Care.objects.select_for_update(no_key=True, of=("self",))
            .select_related("customer")
            .filter(pk=care_id)
            .first()
        )
        if row is None or row.done_at:
            raise Refused(_("This entry is already resolved."), code="gone")
        _check(row.customer, by)
        if not (outcome or "").strip():
            raise Refused(_("Enter the result."), code="outcome", field="outcome")
        row.outcome, row.done_at, row.done_by = outcome.strip()[:300], at, by
        row.save(update_fields=["outcome", "done_at", "done_by"])
        log.record(by=by, action="care.done", at=at, subject=row, customer_id=row.customer_id, reason=row.outcome)
        return row


def overdue(row: Care, at: datetime) -> bool:
    """Whether the day by which it was to be done has passed."""
    return row.done_at is None and row.due_on is not None and row.due_on < local_date(at)


def _check(customer: Customer, by: User) -> None:
    if not access.may_care(by, customer, Ownership.of(customer.pk)):
        raise Refused(_("Entered by the person who rates this customer for sales."), code="forbidden")
