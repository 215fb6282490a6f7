"""Handing in what one knows about a customer, whoever owns it; it tells nothing of the file (row T1)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.domain.reviews.reminding import keepers
from customers.models import Customer, InformationReport

from .fields import checked

LEAST, A_DAY = 5, 30


def hand_in(
    *, customer: Customer, text: str, source: str, proposed: Mapping[str, str], by: User, at: datetime
) -> InformationReport:
    """Keep a note, and tell the file keepers. `proposed`: {field: value}. Refuses with code text, source, value, many, gone."""
    if customer.merged_into_id or customer.removed_at:
        raise Refused(_("This customer is no longer in the list."), code="gone")
    if len(text.strip()) < LEAST:
        raise Refused(_("Write what you know about the customer."), code="text", field="text")
    if not source.strip():
        raise Refused(_("Write where you heard or read it."), code="source", field="source")
    values = {name: checked(name, value) for name, value in proposed.items() if value.strip()}
    with transaction.atomic():
        waiting = InformationReport.objects.filter(given_by=by, status=InformationReport.Status.OPEN).count()
        if waiting >= A_DAY:
            raise Refused(
                _("%(n)d of your reports wait to be checked: hand in more once they are.") % {"n": waiting}, code="many"
            )
        row = InformationReport.objects.create(
            customer=customer,
            customer_name=customer.name,
            text=text.strip(),
            source=source.strip(),
            proposed=values,
            given_by=by,
            given_at=at,
        )
        log.record(by=by, action="information.given", at=at, subject=row, customer_id=customer.pk)
        tell(
            [person for person in keepers() if person.pk != by.pk],
            "information_given",
            at=at,
            url=reverse("customers:information_one", args=[row.pk]),
            person=str(by),
            customer=customer.name,
        )
        return row
