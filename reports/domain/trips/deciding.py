"""The manager decides about a planned trip, and may take the decision back (rows Ni2, Na10)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from reports.models import Trip
from reports.models.trips import TripState


def _locked(trip_id: int, request: Request) -> Trip:
    """The trip about which this request decides, as it stands. Refuses with code moved_on."""
    trip = Trip.objects.select_for_update(no_key=True, of=("self",)).filter(pk=trip_id, waiting=request).first()
    if trip is None:
        raise Refused(_("The trip has changed since this was asked for."), code="moved_on")
    return trip


def _move(trip: Trip, state: TripState, action: str, by: User, at: datetime, reason: str = "") -> Trip:
    trip.state, trip.changed_at = state, at
    trip.save(update_fields=["state", "changed_at"])
    log.record(by=by, action=action, at=at, subject=trip, reason=reason)
    return trip


def approve_trip(*, trip_id: int, by: User, at: datetime, request: Request) -> Trip:
    """Approving: the trip stands as it was planned."""
    with transaction.atomic():
        return _move(_locked(trip_id, request), TripState.PLANNED, "trip.approved", by, at)


def refuse_trip(*, trip_id: int, by: User, at: datetime, request: Request) -> Trip:
    """Refusing: the traveller changes it or leaves it."""
    with transaction.atomic():
        return _move(_locked(trip_id, request), TripState.REFUSED, "trip.refused", by, at, request.decision)


def withdraw_trip(*, trip_id: int, by: User, at: datetime, request: Request) -> None:
    """The traveller took the request back: the trip is called off."""
    with transaction.atomic():
        trip = Trip.objects.select_for_update(no_key=True, of=("self",)).filter(pk=trip_id, waiting=request).first()
        if trip is not None and trip.state == TripState.WAITING:
            _move(trip, TripState.CANCELLED, "trip.cancelled", by, at)


def undo_decision(*, request: Request, by: User, at: datetime) -> Trip:
    """Take a decision back: the trip waits again. Refuses with code moved_on where it was changed or reported since."""
    with transaction.atomic():
        trip = _locked(request.arguments["trip_id"], request)
        if trip.changed_at != request.decided_at or trip.state not in (TripState.PLANNED, TripState.REFUSED):
            raise Refused(_("The trip has changed since."), code="moved_on")
        return _move(trip, TripState.WAITING, "trip.reopened", by, at)
