"""At every place where somebody holds a customer: a work report that was handed in and a draft, a trip that is planned."""

from datetime import date, timedelta

from crm_project.lib.time import at_hour
from customers.models import ListItem
from reports.models import Trip, TripStop, WorkReport
from tests.cast import NOW

from .rights import BELOW, DEPT, GRANTS, OTHER, OWN

LAST_WEEK, THIS_WEEK = (date(2026, 2, 23), date(2026, 3, 1)), (date(2026, 3, 2), date(2026, 3, 8))

TRIP = date(2026, 3, 9), date(2026, 3, 10)
OVER = date(2026, 2, 28), date(2026, 2, 28)


def furnish_reports(world):
    """Nobody is the superior: who reads them does so by right."""
    region, _new = ListItem.objects.get_or_create(kind="region", name="Region of tests")
    world.region = region.pk
    for role in GRANTS:
        _of(world, OWN, world.viewers[role], role)
    for place in (DEPT, BELOW, OTHER):
        _of(world, place, world.owners[place])


def _of(world, place, author, role=None):
    common = {"author": author, "department": author.department, "kind": "weekly"}
    moments = {"created_at": NOW - timedelta(days=2), "saved_at": NOW - timedelta(days=1)}
    world.keep(
        "work report",
        place,
        WorkReport.objects.create(
            **common,
            **moments,
            first=LAST_WEEK[0],
            last=LAST_WEEK[1],
            state="submitted",
            submitted_at=NOW - timedelta(hours=3),
            texts={"assessment": "three visits went well"},
            figures={"valid_followups": "1"},
        ),
        role,
    )
    world.keep(
        "work report begun",
        place,
        WorkReport.objects.create(**common, **moments, first=THIS_WEEK[0], last=THIS_WEEK[1]),
        role,
    )
    _trip(world, place, author, "trip", TRIP, role)
    _trip(world, place, author, "trip to report", OVER, role)


def _trip(world, place, author, kind, days, role):
    trip = Trip.objects.create(
        traveller=author,
        department=author.department,
        region_id=world.region,
        first=days[0],
        last=days[1],
        state="planned",
        planned_at=NOW - timedelta(days=20),
        changed_at=NOW - timedelta(days=20),
        report_due_at=at_hour(days[1] + timedelta(days=2), 18),
    )
    visited = world.get_at("customer", place, role)
    TripStop.objects.create(trip=trip, customer=visited, position=0, purpose="price of the new line")
    world.keep(kind, place, trip, role)
