"""Forms on paper: which there are, what one of a customer takes from its file, and that printing it is recorded (rows T4, Ne3)."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from activities.models import FollowUp, Reception
from activities.models.choices import VISIT_KINDS
from contracts.ratings.domain import access as rating_access
from contracts.ratings.models import PaperFile
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from customers.models import Contact, Customer
from service.domain.visits import access as visit_access
from service.models import ReturnVisit
from service.models.visit_choices import VisitStatus

INFORMATION, FILE, PROFILE, LIST, RATING, VISIT = "information", "file", "profile", "list", "rating", "visit"
RETURN_VISIT, RECEPTION = "return_visit", "reception"
LABELS = {
    INFORMATION: _("Information collection form"),
    FILE: _("Basic customer file"),
    PROFILE: _("Personal profile"),
    LIST: _("Customer list"),
    RATING: _("Credit rating form"),
    VISIT: _("Visit report"),
    RETURN_VISIT: _("Return visit report"),
    RECEPTION: _("Plan of a reception"),
}
EXCHANGES = 5
VISITS = 10


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
    return rows.select_related("author").order_by("-occurred_at", "-pk")[:VISITS]


def return_visits_to(customer: Customer, user: User) -> QuerySet[ReturnVisit]:
    """The last return visits to the customer that the user may see, those to come included."""
    rows = visit_access.visible(user).filter(customer=customer).exclude(status=VisitStatus.CANCELLED)
    return rows.select_related("person", "plan").order_by("-due_on", "-pk")[:VISITS]


def receptions_of(customer: Customer) -> QuerySet[Reception]:
    """The last receptions of the customer, those to come included."""
    rows = Reception.objects.filter(customer=customer).exclude(state=Reception.State.CANCELLED)
    return rows.select_related("host").order_by("-begins_at", "-pk")[:VISITS]


def papers_of(customer: Customer, user: User) -> dict[str, PaperFile]:
    """{kind: newest copy in the file} of the papers with which a rating begins, for those who may see the grade."""
    if not rating_access.visible(user).filter(pk=customer.pk).exists():
        return {}
    rows = PaperFile.objects.filter(customer=customer, voided_at=None).order_by("at", "pk")
    return {row.kind: row for row in rows}
