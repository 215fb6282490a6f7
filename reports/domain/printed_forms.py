"""Forms on paper: which there are, what one of a customer takes from its file, and that printing it is recorded (rows T4, Ne3)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activities.models import FollowUp
from activities.models.choices import VISIT_KINDS
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from customers.models import Contact, Customer

INFORMATION, FILE, PROFILE, LIST, RATING, VISIT = "information", "file", "profile", "list", "rating", "visit"
LABELS = {
    INFORMATION: _("Information collection form"),
    FILE: _("Basic customer file"),
    PROFILE: _("Personal profile"),
    LIST: _("Customer list"),
    RATING: _("Credit rating form"),
    VISIT: _("Visit report"),
}
EXCHANGES = 5


def record_printed(*, kind: str, customer: Customer, of: str = "", by: User, at: datetime) -> None:
    """Keep who took which form of a file, as for an export; `of`: the person or the visit that it is about."""
    changes = {"form": [None, kind]} | ({"of": [None, of]} if of else {})
    log.record(by=by, action="form.printed", at=at, subject=customer, customer_id=customer.pk, changes=changes)


def exchanges_with(contact: Contact) -> QuerySet[FollowUp]:
    """The last follow-ups with this person that stand."""
    rows = FollowUp.objects.filter(contact=contact, customer=contact.customer_id, voided_at=None, corrected_by=None)
    return rows.order_by("-occurred_at", "-pk")[:EXCHANGES]


def visits_to(customer: Customer) -> QuerySet[FollowUp]:
    """The last visits to the customer that stand."""
    rows = FollowUp.objects.filter(customer=customer, kind__in=VISIT_KINDS, voided_at=None, corrected_by=None)
    return rows.select_related("author", "contact").order_by("-occurred_at", "-pk")[:10]
