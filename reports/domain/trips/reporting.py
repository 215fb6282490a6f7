"""The verb of whoever comes back: one report writes the follow-ups of all visits and what was not visited (row Ni2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.domain.follow_ups import record_followup
from activities.domain.tasks import plan_task
from activities.models import FollowUp, Task
from activities.models.choices import TaskKind
from assignment.domain import deadlines
from contracts.models import Expense
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import at_hour, local_date
from crm_project.notices.domain.notify import over, tell
from reports.domain.work_reports.access import superior_of
from reports.models import Trip, TripStop
from reports.models.trips import TripState

from .access import may_write
from .candidates import seen_of

MORNING = 9
SLACK = timedelta(minutes=1)


@dataclass(frozen=True)
class Visited:
    """A stop that was visited: `fields` as `record_followup` takes them; None: the follow-up that is there already is meant."""

    stop_id: int
    fields: Mapping[str, Any] | None


@dataclass(frozen=True)
class Missed:
    """A stop that was not visited: why, or when it is tried again, or both."""

    stop_id: int
    reason: str
    again_on: date | None


def recorded(trip: Trip) -> dict[int, FollowUp]:
    """{customer: the visit that the traveller has entered of these days already}; one query."""
    return seen_of(trip.traveller_id, trip.stops.values("customer"), trip.first, trip.last)


def expenses(trip: Trip) -> QuerySet[Expense]:
    """What the traveller claimed for the days of the trip."""
    rows = Expense.objects.filter(claimant=trip.traveller_id, spent_on__gte=trip.first, spent_on__lte=trip.last)
    return rows.select_related("customer").order_by("spent_on", "pk")


def may_report(trip: Trip, user: User, at: datetime) -> bool:
    """Whether the user may report the trip now."""
    begun = trip.state == TripState.PLANNED and trip.first <= local_date(at)
    return begun and trip.traveller_id == user.pk and may_write(user)


def report_trip(
    *,
    trip_id: int,
    left_at: datetime,
    returned_at: datetime,
    outcome: str,
    stops: Sequence[Visited | Missed],
    by: User,
    at: datetime,
) -> Trip:
    """Report a trip: real times, and for each stop its follow-up, or why it was missed and the task that is left.

    A second time changes nothing. Refuses with code forbidden, early, state, times, future, stops, outside, missed, and all that
    `record_followup` and `plan_task` refuse, at the field of the stop.
    """
    with transaction.atomic():
        # The customers before the trip, as everywhere.
        deadlines.lock(TripStop.objects.filter(trip=trip_id).values_list("customer_id", flat=True))
        trip = Trip.objects.select_for_update(no_key=True, of=("self",)).select_related("region").get(pk=trip_id)
        if trip.traveller_id != by.pk:
            raise Refused(_("Only the traveller reports a trip."), code="forbidden")
        if trip.state == TripState.REPORTED:
            return trip
        _check(trip, left_at, returned_at, at)
        _write_stops(trip, stops, left_at, returned_at, by, at)
        trip.left_at, trip.returned_at, trip.outcome = left_at, returned_at, outcome.strip()
        trip.state, trip.reported_at, trip.changed_at = TripState.REPORTED, at, at
        trip.save(update_fields=["left_at", "returned_at", "outcome", "state", "reported_at", "changed_at"])
        log.record(by=by, action="trip.reported", at=at, subject=trip)
        url = reverse("reports:trip", args=[trip.pk])
        over([by], ["trip_report_due", "trip_report_late"], url=url, at=at)
        tell(
            [superior_of(by)],
            "trip_reported",
            at=at,
            url=url,
            person=str(by),
            first=trip.first.isoformat(),
            region=str(trip.region),
        )
        return trip


def _check(trip: Trip, left_at: datetime, returned_at: datetime, at: datetime) -> None:
    if trip.state != TripState.PLANNED:
        raise Refused(
            _("This trip is %(state)s: it has no report.") % {"state": trip.get_state_display().lower()}, code="state"
        )
    if local_date(at) < trip.first:
        raise Refused(_("The trip has not begun: report it when you are back."), code="early")
    if returned_at <= left_at:
        raise Refused(_("You came back before you left: correct the times."), code="times", field="returned_at")
    if returned_at > at + SLACK:
        raise Refused(_("You are not back yet: report it afterwards."), code="future", field="returned_at")


def _write_stops(
    trip: Trip, said: Sequence[Visited | Missed], left_at: datetime, returned_at: datetime, by: User, at: datetime
) -> None:
    told = {one.stop_id: one for one in said}
    have = recorded(trip)
    for stop in trip.stops.select_related("customer").order_by("customer_id"):
        one = told.get(stop.pk)
        if one is None:
            raise Refused(_("Say of “%(name)s” whether you were there.") % {"name": stop.customer.name}, code="stops")
        try:
            if isinstance(one, Missed):
                _miss(stop, one, by, at)
            elif one.fields is None:
                stop.followup = have.get(stop.customer_id) or _refuse_unknown(stop)
            else:
                stop.followup = _visit(stop, one.fields, left_at, returned_at, by, at)
        except Refused as refusal:
            raise Refused(
                refusal.sentence, code=refusal.code, field=f"{prefix(stop)}-{refusal.field}" if refusal.field else None
            ) from None
        stop.save(update_fields=["followup", "missed_reason", "task"])


def prefix(stop: TripStop) -> str:
    """What the names of the fields about this stop begin with."""
    return f"v{stop.pk}"


def _visit(
    stop: TripStop, fields: Mapping[str, Any], left_at: datetime, returned_at: datetime, by: User, at: datetime
) -> FollowUp:
    moment = fields.get("occurred_at")
    if moment is None or not left_at <= moment <= returned_at:
        raise Refused(
            _("Enter when you were there: between leaving and coming back."), code="outside", field="occurred_at"
        )
    # Whatever is sent twice, a stop has one follow-up.
    return record_followup(
        customer_id=stop.customer_id, by=by, at=at, fields=fields, idempotency_key=f"trip-stop:{stop.pk}"
    )


def _refuse_unknown(stop: TripStop) -> FollowUp:
    raise Refused(
        _("No visit to “%(name)s” is recorded on these days any more: enter it here.") % {"name": stop.customer.name},
        code="stops",
    )


def _miss(stop: TripStop, one: Missed, by: User, at: datetime) -> None:
    stop.missed_reason = one.reason.strip()[:200]
    if not stop.missed_reason and one.again_on is None:
        raise Refused(_("Say why you were not there, or when you try again."), code="missed", field="missed_reason")
    if one.again_on is not None:
        stop.task = _try_again(stop, at_hour(one.again_on, MORNING), by, at)


def _try_again(stop: TripStop, due: datetime, by: User, at: datetime) -> Task:
    if due <= at:
        raise Refused(_("Choose a later day to try again."), code="past", field="again_on")
    fields = {
        "title": stop.purpose[:160],
        "kind": TaskKind.VISIT,
        "customer": stop.customer,
        "due_at": due,
        "remind_at": due,
        "assignee": by,
    }
    return plan_task(by=by, at=at, fields=fields)
