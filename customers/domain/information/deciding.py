"""What the file keeper makes of a note: values into the file field by field, a note kept, or declined with a reason (row T1)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.domain.records import update_customer
from customers.domain.reviews.access import may_review
from customers.models import InformationReport, Ownership

from .fields import checked, field_of, trace

Status = InformationReport.Status


def take_over(
    *, report_id: int, values: Mapping[str, str], seen: Mapping[str, str], by: User, at: datetime
) -> InformationReport:
    """Write these values into the file; `seen`: their traces when the page was opened. Refuses with code done, none, moved, value."""
    with transaction.atomic():
        customer = locked(InformationReport.objects.values_list("customer_id", flat=True).get(pk=report_id))
        row = _locked(report_id, by)
        if not values:
            raise Refused(_("Choose what is taken over, or keep the report as a note."), code="none")
        fields = {name: checked(name, value) for name, value in values.items()}
        for name in fields:
            if seen.get(name) != trace(name, customer):
                raise Refused(
                    _("“%(field)s” was changed in the meantime: compare again.")
                    % {"field": field_of(name).verbose_name},
                    code="moved",
                )
        update_customer(
            customer_id=row.customer_id, by=by, at=at, fields=fields, name_confirmed=customer.name_confirmed
        )
        _decide(row, Status.TAKEN, by, at, taken=list(fields))
        return _tell_giver(row, "information_taken", by, at)


def keep_note(*, report_id: int, by: User, at: datetime) -> InformationReport:
    """It stands in the file as a note; no field changes. Refuses with code done."""
    with transaction.atomic():
        row = _decide(_locked(report_id, by), Status.KEPT, by, at)
        return _tell_giver(row, "information_kept", by, at)


def decline(*, report_id: int, reason: str, by: User, at: datetime) -> InformationReport:
    """It is not taken over, for a reason that its giver reads. Refuses with code done, reason."""
    if not reason.strip():
        raise Refused(_("Enter the reason: the person who handed it in reads it."), code="reason", field="reason")
    with transaction.atomic():
        row = _decide(_locked(report_id, by), Status.DECLINED, by, at, reason=reason.strip())
        return _tell_giver(row, "information_declined", by, at)


def _locked(report_id: int, by: User) -> InformationReport:
    rows = InformationReport.objects.select_for_update(no_key=True, of=("self",)).select_related("customer")
    row = rows.get(pk=report_id)
    if not may_review(by, row.customer, Ownership.of(row.customer_id)):
        raise Refused(_("Your role does not allow this here."), code="forbidden")
    if row.status != Status.OPEN:
        raise Refused(_("%(person)s has decided about it already.") % {"person": row.decided_by}, code="done")
    return row


def _decide(
    row: InformationReport, status: str, by: User, at: datetime, *, taken: list[str] | None = None, reason: str = ""
) -> InformationReport:
    row.status, row.decided_by, row.decided_at = status, by, at
    row.taken, row.reason = taken or [], reason
    row.save(update_fields=["status", "decided_by", "decided_at", "taken", "reason"])
    log.record(
        by=by,
        action="information.decided",
        at=at,
        subject=row,
        customer_id=row.customer_id,
        changes={"status": [Status.OPEN, status]},
        reason=reason,
    )
    return row


def _tell_giver(row: InformationReport, kind: str, by: User, at: datetime) -> InformationReport:
    if row.given_by_id != by.pk:
        tell(
            [row.given_by_id],
            kind,
            at=at,
            url=reverse("customers:information_mine"),
            customer=row.customer_name,
            reason=row.reason,
        )
    return row
