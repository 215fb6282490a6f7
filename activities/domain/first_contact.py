"""Claiming with the first contact and follow-up in one step (row Nc14)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import claim
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.models import Contact, Customer

from .follow_ups import record_followup


def claim_with_followup(
    *, customer_id: int, by: User, at: datetime, contact: Mapping[str, str], followup: Mapping[str, str | None]
) -> Customer:
    """Take a pool customer, noting who was reached and what was said; all of it or nothing."""
    if not contact.get("name"):
        raise Refused(_("Enter the person you reached."), code="contact", field="contact_name")
    with transaction.atomic():
        customer = claim(customer_id=customer_id, by=by, at=at, contacted=True)
        person = Contact.objects.filter(customer=customer, name=contact["name"]).first() or Contact.objects.create(
            customer=customer, created_by=by, created_at=at, **contact
        )
        record_followup(
            customer_id=customer.pk,
            by=by,
            at=at,
            fields={**followup, "occurred_at": at, "contact": person, "counterpart": person.name},
        )
        return customer
