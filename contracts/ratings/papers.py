"""The papers with which a rating begins: business licence and the legal representative's identity (row T8)."""

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.ownership import locked
from crm_project.audit import log
from crm_project.lib.refused import Refused
from customers.access import ownership_of

from . import access
from .models import Papers

NAMES = ("licence", "representative")


def tick(*, customer_id, collected, by, at):
    """Note which papers lie in the file; `collected` holds names of them. A tick that stands keeps who saw the paper and when."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = ownership_of(customer)
        if not access.may_care(by, customer, ownership):
            raise Refused(_("Papers are ticked off by whoever rates this customer for sales."), code="forbidden")
        row, _made = Papers.objects.get_or_create(customer=customer)
        changes = {}
        for name in NAMES:
            wanted, stood = name in collected, getattr(row, f"{name}_at") is not None
            if wanted != stood:
                setattr(row, f"{name}_at", at if wanted else None)
                setattr(row, f"{name}_by", by if wanted else None)
                changes[name] = [stood, wanted]
        if changes:
            row.save()
            log.record(
                by=by,
                action="papers.ticked",
                at=at,
                subject_type="papers",
                subject_id=customer.pk,
                subject_name=customer.name,
                customer_id=customer.pk,
                changes=changes,
            )
        return row
