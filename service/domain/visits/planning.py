"""A visit planned by hand, given to somebody, postponed, cancelled, and the word that it took place (rows T23, Nf15)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import local_date
from customers.domain.service_calls import check_call
from customers.models import Customer
from service.domain import access as orders
from service.domain import rotation
from service.domain.belonging import check_theirs
from service.domain.saving import move, record_change
from service.models import ReturnVisit
from service.rules.visits import CANCELLED, HELD

from . import telling
from .lock import locked_visit, report_due

FIELDS = ("order", "purpose", "channel", "contact", "due_on")


def plan_visit(
    *, customer_id: int, by: User, at: datetime, fields: Mapping[str, Any], person: User | None = None
) -> ReturnVisit:
    """Plan a visit outside the plans. `fields`: FIELDS. Without a person it waits for one of service.

    Refuses with code denied, past, contact, order, person, and vip or no_calls where the owner gave no reason.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        if not orders.may_record(by, customer):
            raise Refused(
                _("You may not plan visits to “%(name)s”: ask its owner or service.") % {"name": customer.name},
                code="denied",
                field="customer",
            )
        visit = ReturnVisit(
            **{name: fields[name] for name in FIELDS if name in fields},
            customer=customer,
            person=person,
            planned_by=by,
            planned_at=at,
        )
        _check_person(person, customer)
        _check(visit, at)
        check_call(person, customer, customer.ownership_or_none, at, field="customer")
        visit.report_due_on = report_due(visit.due_on, at)
        changes: dict[str, list[Any]] = {
            "due_on": [None, visit.due_on],
            "person": [None, str(person) if person else None],
        }
        record_change(visit, by=by, at=at, action="visit.planned", changes=changes)
        telling.assigned(visit, by=by, at=at)
        return visit


def assign_visit(*, visit_id: int, person: User | None, by: User, at: datetime) -> ReturnVisit:
    """Give it to somebody; None: by rotation, to the one of service with the fewest who is there. Refuses with code person, staff,
    denied, status."""
    with locked_visit(visit_id, by, "assign") as visit:
        if person is None:
            visit.given_by = rotation.next_for_visit(at)
            person = User.objects.get(pk=visit.given_by.person)
        _check_person(person, visit.customer)
        if visit.person_id == person.pk:
            return visit
        check_call(person, visit.customer, visit.customer.ownership_or_none, at, field="person")
        changes = {"person": [str(visit.person) if visit.person else None, str(person)]}
        visit.person = person
        record_change(visit, by=by, at=at, action="visit.assigned", changes=changes)
        telling.assigned(visit, by=by, at=at)
        return visit


def postpone_visit(*, visit_id: int, due_on: date, reason: str, by: User, at: datetime) -> ReturnVisit:
    """Put it off to a later day. Refuses with code reason, past, earlier, status, denied."""
    reason = given(reason)
    with locked_visit(visit_id, by, "postpone") as visit:
        if due_on <= visit.due_on:
            raise Refused(
                _("It is planned for %(day)s: choose a later day.") % {"day": visit.due_on.isoformat()},
                code="earlier",
                field="due_on",
            )
        changes = {"due_on": [visit.due_on, due_on]}
        visit.due_on = due_on
        _check(visit, at)
        visit.report_due_on, visit.chased = report_due(due_on, at), ""
        return record_change(visit, by=by, at=at, action="visit.postponed", changes=changes, reason=reason)


def cancel_visit(*, visit_id: int, reason: str, by: User, at: datetime) -> ReturnVisit:
    """It does not take place; a plan that repeats comes back in its next turn. Refuses with code reason, status, denied."""
    reason = given(reason)
    with locked_visit(visit_id, by, "cancel") as visit:
        changes = move(visit, CANCELLED)
        visit.ended_reason = reason
        return record_change(visit, by=by, at=at, action="visit.cancelled", changes=changes, reason=reason)


def hold_visit(*, visit_id: int, held_on: date, by: User, at: datetime) -> ReturnVisit:
    """It took place on this day: now the report is due. Whoever says so makes it. Refuses with code future, vip, no_calls, status."""
    with locked_visit(visit_id, by, "hold") as visit:
        changes = took_place(visit, held_on, by, at)
        return record_change(visit, by=by, at=at, action="visit.held", changes=changes | move(visit, HELD))


def took_place(visit: ReturnVisit, held_on: date, by: User, at: datetime) -> dict[str, list[Any]]:
    """Note the day of a locked visit and check that it could be; what changed, for the record."""
    if held_on > local_date(at):
        raise Refused(_("This day is still to come: when did the visit take place?"), code="future", field="held_on")
    changes: dict[str, list[Any]] = {"held_on": [visit.held_on, held_on]}
    if visit.person is None:
        visit.person = by
        changes["person"] = [None, str(by)]
    check_call(visit.person, visit.customer, visit.customer.ownership_or_none, at, field="held_on")
    visit.held_on, visit.report_due_on, visit.chased = held_on, report_due(held_on, at), ""
    return changes


def _check(visit: ReturnVisit, at: datetime) -> None:
    if visit.due_on < local_date(at):
        raise Refused(_("This day is over: when is the visit to be?"), code="past", field="due_on")
    check_theirs(visit.customer_id, contact=visit.contact, order=visit.order)


def _check_person(person: User | None, customer: Customer) -> None:
    if person is None:
        return
    if not (person.is_active and orders.may_record(person, customer)):
        raise Refused(
            _("%(person)s does not work on “%(name)s”: choose somebody else.")
            % {"person": person, "name": customer.name},
            code="person",
            field="person",
        )
