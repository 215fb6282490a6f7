"""Reporting a major matter to the department responsible (row M8)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import decider
from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import Department, User
from crm_project.lib.calendar import working_days_after
from crm_project.lib.refused import Refused
from crm_project.lib.time import at_hour, local_date
from customers.models import Customer, Matter

from .entries import Kind, checked_text, notify, record

# Working days for an answer unless the form says otherwise; the hour until which it is awaited; most days that may be given.
DAYS, HOUR, LONGEST = 3, 17, 92
BEFORE = timedelta(days=1)
HEAD = 1


def usual_day(at: datetime) -> date:
    """Until when an answer is asked for unless somebody says otherwise."""
    return working_days_after(local_date(at), DAYS, overrides())


def report_matter(
    *,
    customer: Customer,
    title: str,
    text: str,
    department: Department | None,
    answerer: User | None,
    confidential: bool,
    readers: Sequence[User],
    due_on: date | None,
    by: User,
    at: datetime,
) -> Matter:
    """Put a matter to the head of a department, or to the person named, with a day until which they answer.

    Refuses with code title, text, department, answerer, readers, due_on or gone.
    """
    if customer.merged_into_id or customer.removed_at:
        raise Refused(_("This customer is no longer in the list."), code="gone")
    if not title.strip():
        raise Refused(_("Say in a few words what it is about."), code="title", field="title")
    text = checked_text(text, _("Describe the matter so that others can act on it."))
    if department is None or department.closed_at:
        raise Refused(_("Choose the department that is responsible."), code="department", field="department")
    if confidential and answerer is None:
        raise Refused(
            _("Name who answers: only people who are named see a confidential matter."),
            code="answerer",
            field="answerer",
        )
    if readers and not confidential:
        raise Refused(
            _("Everybody who opens the customer's page reads it: mark it as confidential to name readers."),
            code="readers",
            field="readers",
        )
    answerer = answerer or decider(department, HEAD, "customer.view", exclude=[by])
    if answerer is None or answerer.pk == by.pk or not answerer.is_active:
        raise Refused(_("Name somebody else who answers."), code="answerer", field="answerer")
    due_at = due_moment(due_on, at)
    with transaction.atomic():
        row = Matter.objects.create(
            customer=customer,
            customer_name=customer.name,
            title=title.strip(),
            confidential=confidential,
            department=department,
            answerer=answerer,
            reported_by=by,
            reported_at=at,
            due_at=due_at,
            next_at=first_reminder(due_at, at),
        )
        others = [person for person in readers if person.pk not in (by.pk, answerer.pk)]
        row.readers.set(others)
        record(row, Kind.REPORTED, by=by, at=at, text=text)
        notify(row, "reported", [answerer.pk], at=at)
        notify(row, "named", [person.pk for person in others], at=at)
        return row


def due_moment(due_on: date | None, at: datetime) -> datetime:
    """The end of that day's work. Refuses with code due_on a day that is over, or one far away."""
    today = local_date(at)
    if due_on is None or due_on < today or at_hour(due_on, HOUR) <= at:
        raise Refused(_("Enter until when you need the answer: a later day."), code="due_on", field="due_on")
    if due_on > today + timedelta(days=LONGEST):
        raise Refused(_("Enter a day within the next three months."), code="due_on", field="due_on")
    return at_hour(due_on, HOUR)


def first_reminder(due_at: datetime, at: datetime) -> datetime:
    """A day before it is due; where that is over, when it is due."""
    before = due_at - BEFORE
    return before if before > at else due_at
