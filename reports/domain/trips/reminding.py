"""Trips whose report is due: in the list of what to do, and reminded of (row Ni2)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.lib.time import local_date, minute
from crm_project.notices.domain.notify import tell
from reports.domain.work_reports.access import superior_of
from reports.models import Trip
from reports.models.trips import TripState

# Who is late for longer is on the list of trips, and not told any more.
LATE = timedelta(days=7)


def due_of(user: User, at: datetime) -> QuerySet[Trip]:
    """Trips of the user that are over and not reported, the first due first."""
    rows = Trip.objects.filter(traveller=user, state=TripState.PLANNED, last__lte=local_date(at))
    return rows.select_related("region", "traveller").order_by("report_due_at", "pk")


def remind(*, at: datetime) -> int:
    """Tell travellers the day before their report is due, and them and their superiors once it is late; returns how many trips."""
    rows = Trip.objects.filter(
        state=TripState.PLANNED,
        report_due_at__gt=at - LATE,
        report_due_at__lte=at + timedelta(days=1),
        last__lte=local_date(at),
        traveller__is_active=True,
    )
    n = 0
    for trip in rows.select_related("region", "traveller__superior", "traveller__role", "traveller__department"):
        said: dict[str, Any] = {
            "at": at,
            "url": reverse("reports:trip", args=[trip.pk]),
            "first": trip.first.isoformat(),
            "region": str(trip.region),
            "due": minute(trip.report_due_at),
        }
        if at <= trip.report_due_at:
            tell([trip.traveller_id], "trip_report_due", key=f"trip-due:{trip.pk}", **said)
        else:
            tell([trip.traveller_id], "trip_report_late", key=f"trip-late:{trip.pk}", **said)
            late = {**said, "person": str(trip.traveller)}
            tell([superior_of(trip.traveller)], "trip_report_missing", key=f"trip-missing:{trip.pk}", **late)
        n += 1
    return n
