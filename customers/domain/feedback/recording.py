"""Entering what a customer said: it goes to the person responsible, with a due time (row Nh8)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.time import at_hour, zone
from customers.models import Contact, Customer, CustomerFeedback, FeedbackKind, Ownership
from customers.rules.feedback import HOUR, due_day, first_reminder
from service.models import QuestionnaireInvitation, ReturnVisit, ServiceOrder

from .access import may_record, responsible
from .entries import Kind, checked_text, notify, record

SOURCES: dict[str, Any] = {
    CustomerFeedback.Source.ORDER.value: ServiceOrder,
    CustomerFeedback.Source.VISIT.value: ReturnVisit,
    CustomerFeedback.Source.SURVEY.value: QuestionnaireInvitation,
}


def due_moment(received: datetime, entered: datetime, days: int) -> datetime:
    """Until when it is answered (`rules.feedback.due_day`)."""
    came, kept = timezone.localtime(received, zone()), timezone.localtime(entered, zone())
    return at_hour(due_day(came, kept, days, overrides()), HOUR)


def record_feedback(
    *,
    customer_id: int,
    kind: FeedbackKind,
    channel: str,
    text: str,
    received_at: datetime,
    by: User | None,
    at: datetime,
    contact: Contact | None = None,
    source: str = "",
    source_id: int | None = None,
    by_itself: bool = False,
) -> CustomerFeedback:
    """Keep it and tell whoever answers. `source`: from what it was entered (CustomerFeedback.Source) and its key; `by_itself`: what
    a questionnaire brought, whoever sent it in.

    Refuses with code forbidden, kind, text, future, contact, source, answerer.
    """
    text = checked_text(text, _("Write what the customer said."))
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.of(customer.pk)
        if not by_itself and (by is None or not may_record(by, customer, ownership, at)):
            raise Refused(_("Your role does not allow this here."), code="forbidden")
        _check(customer, kind, received_at, contact, source, source_id, at)
        answerer = responsible(kind, customer, ownership)
        if answerer is None:
            raise Refused(
                _("Nobody answers feedback of this kind: set who does under Lists."), code="answerer", field="kind"
            )
        due = due_moment(received_at, at, kind.days)
        row = CustomerFeedback.objects.create(
            customer=customer,
            customer_name=customer.name,
            contact=contact,
            kind=kind,
            channel=channel,
            received_at=min(received_at, at),
            text=text[:2000],
            source=source,
            source_id=source_id if source else None,
            recorded_by=by,
            recorded_at=at,
            department_id=ownership.department_id if ownership else customer.department_id,
            answerer=answerer,
            due_at=due,
            next_at=first_reminder(due, at),
        )
        record(row, Kind.RECORDED, by=by, at=at, text=row.text)
        notify(row, "received", [answerer.pk], at=at, but=by)
        return row


def _check(
    customer: Customer,
    kind: FeedbackKind,
    received_at: datetime,
    contact: Contact | None,
    source: str,
    source_id: int | None,
    at: datetime,
) -> None:
    if not kind.active:
        raise Refused(_("This kind is no longer offered: choose another."), code="kind", field="kind")
    # Times are typed to the minute.
    if received_at > at + timedelta(minutes=1):
        raise Refused(_("It can't have come in the future: enter when it came."), code="future", field="received_at")
    if contact is not None and contact.customer_id != customer.pk:
        raise Refused(_("Choose a contact of this customer."), code="contact", field="contact")
    model = SOURCES.get(source)
    if source and (model is None or not model.objects.filter(pk=source_id, customer=customer).exists()):
        raise Refused(_("It is not of this customer: open the form from the customer's page."), code="source")
