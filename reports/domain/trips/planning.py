"""The verbs of whoever travels: plan, change, cancel (row Ni2)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import decider, may
from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.calendar import working_days_after
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import at_hour, local_date
from crm_project.notices.domain.notify import tell
from reports.models import Trip, TripStop
from reports.models.trips import OPEN, TripState
from reports.rules import request_kinds
from reports.rules.trips.planning import Days

from ..locked_person import locked_person
from . import access
from .checking import Plan, check
from .rule_versions import TripRuleBook

# The hour at which a report is due.
DUE_HOUR = 18


def plan_trip(*, plan: Plan, by: User, at: datetime) -> Trip:
    """Plan a trip; where the department says so, the manager is asked.

    Refuses with code forbidden, backwards, past, long, far, twice (on another trip then), stops, purpose, not_yours, no_decider.
    """
    if not access.may_write(by):
        raise Refused(_("Your role plans no trips."), code="forbidden")
    with transaction.atomic():
        person = locked_person(by)
        check(plan, person, at)
        trip = Trip.objects.create(
            traveller=person,
            department=person.department,
            **_columns(plan),
            report_due_at=_report_due(person, plan.days),
            state=TripState.PLANNED,
            planned_at=at,
            changed_at=at,
        )
        _write_stops(trip, plan)
        log.record(by=by, action="trip.planned", at=at, subject=trip, changes=_first_changes(plan))
        _approve_or_ask(trip, plan, by, at, plan.note or plan.stops[0].purpose)
        return trip


def change_trip(*, trip_id: int, plan: Plan, reason: str, by: User, at: datetime) -> Trip:
    """Change what is planned; where it needs approval it is asked for anew. Refuses likewise, with code over, and reason without one."""
    reason = given(reason, _("Say why the trip changes."))
    with transaction.atomic():
        locked_person(by)
        trip = _locked(trip_id, by)
        check(plan, by, at, trip)
        before = {"first": trip.first, "last": trip.last, "region": str(trip.region), "expense": trip.expense}
        _end_request(trip, at)
        for name, value in _columns(plan).items():
            setattr(trip, name, value)
        trip.report_due_at = _report_due(by, plan.days)
        trip.state, trip.changed_at = TripState.PLANNED, at
        trip.save()
        trip.stops.all().delete()
        _write_stops(trip, plan)
        changes = log.differences(
            before, {name: value for name, value in _columns_text(plan).items() if name in before}
        )
        log.record(by=by, action="trip.changed", at=at, subject=trip, changes=changes, reason=reason)
        _approve_or_ask(trip, plan, by, at, reason)
        return trip


def cancel_trip(*, trip_id: int, reason: str, by: User, at: datetime) -> Trip:
    """Call a trip off; whoever was asked about it or approved it is told. Refuses with code forbidden, over, reason."""
    reason = given(reason, _("Say why the trip is cancelled."))
    with transaction.atomic():
        trip = _locked(trip_id, by)
        known = trip.waiting
        _end_request(trip, at)
        trip.state, trip.cancel_reason, trip.changed_at = TripState.CANCELLED, reason[:300], at
        trip.save(update_fields=["state", "cancel_reason", "changed_at", "waiting"])
        log.record(by=by, action="trip.cancelled", at=at, subject=trip, reason=reason)
        if known is not None:
            tell(
                [known.decided_by_id or known.decider_id],
                "trip_cancelled",
                at=at,
                url=reverse("reports:trip", args=[trip.pk]),
                person=str(by),
                first=trip.first.isoformat(),
                region=str(trip.region),
                reason=reason[:200],
            )
        return trip


def may_change(trip: Trip, user: User) -> bool:
    """Whether the user may change or cancel the trip as it stands."""
    return trip.traveller_id == user.pk and access.may_write(user) and trip.state in (*OPEN, TripState.REFUSED)


def may_go_out(trip: Trip, user: User, at: datetime) -> bool:
    """Whether the user is on this trip today, and registers outings."""
    on_it = trip.traveller_id == user.pk and trip.state == TripState.PLANNED
    return on_it and trip.first <= local_date(at) <= trip.last and may(user, "outing.write")


def _locked(trip_id: int, by: User) -> Trip:
    rows = Trip.objects.select_for_update(no_key=True, of=("self",)).select_related("region", "department", "waiting")
    trip = rows.filter(pk=trip_id, traveller=by).first()
    if trip is None:
        raise Refused(_("Only the traveller can change a trip."), code="forbidden")
    if trip.state not in (*OPEN, TripState.REFUSED):
        raise Refused(
            _("This trip is %(state)s: plan another one.") % {"state": trip.get_state_display().lower()}, code="over"
        )
    return trip


def _columns(plan: Plan) -> dict[str, object]:
    return {
        "region": plan.region,
        "first": plan.days.first,
        "last": plan.days.last,
        "expense": plan.expense,
        "note": plan.note.strip(),
    }


def _report_due(traveller: User, days: Days) -> datetime:
    """The end of so many working days after the trip, by the rules of its first day."""
    number = TripRuleBook().rules(traveller.department, days.first).report_days
    return at_hour(working_days_after(days.last, number, overrides()), DUE_HOUR)


def _columns_text(plan: Plan) -> dict[str, object]:
    return {**_columns(plan), "region": str(plan.region)}


def _first_changes(plan: Plan) -> dict[str, list[str | None]]:
    return {
        "first": [None, plan.days.first.isoformat()],
        "last": [None, plan.days.last.isoformat()],
        "region": [None, str(plan.region)],
    }


def _write_stops(trip: Trip, plan: Plan) -> None:
    TripStop.objects.bulk_create(
        TripStop(trip=trip, customer_id=stop.customer_id, position=n, purpose=stop.purpose.strip()[:200])
        for n, stop in enumerate(plan.stops)
    )


def _approve_or_ask(trip: Trip, plan: Plan, by: User, at: datetime, reason: str) -> None:
    """Whether the rules of the department ask the manager; the request decides about the trip as it stands."""
    if not TripRuleBook().rules(trip.department, trip.first).approval:
        return
    level = by.role.level + 1 if by.role else 1
    request = ask(
        kind=request_kinds.TRIP,
        by=by,
        at=at,
        decider=decider(trip.department, min(level, 3), "request.decide", exclude=[by]),
        subject=str(trip)[:200],
        reason=reason,
        department=trip.department,
        arguments={"trip_id": trip.pk},
        evidence={
            "first": trip.first.isoformat(),
            "last": trip.last.isoformat(),
            "stops": len(plan.stops),
            "expense": None if trip.expense is None else str(trip.expense),
        },
        about=f"trip:{trip.pk}",
    )
    trip.state, trip.waiting = TripState.WAITING, request
    trip.save(update_fields=["state", "waiting"])


def _end_request(trip: Trip, at: datetime) -> None:
    """A request about what is changed or cancelled needs no answer any more."""
    if trip.waiting_id:
        asked = Request.objects.filter(pk=trip.waiting_id, status=Request.Status.PENDING)
        asked.update(status=Request.Status.OBSOLETE, decided_at=at)
    trip.waiting = None
