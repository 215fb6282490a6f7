"""Trips in the calendar of whoever travels (rows Ni2, Nf12)."""

from crm_project.accounts.domain.access import may
from crm_project.lib.agenda_entry import AgendaEntry
from crm_project.ui.links import link
from reports.domain.trips.access import WRITE
from reports.models import Trip
from reports.models.trips import STANDING, TripState
from reports.presenters.trips import overview, titles

MOST = 100


def trips(user, first, last):
    """One's own that take place on one of these days; no query for those who plan none."""
    if not may(user, WRITE):
        return []
    rows = Trip.objects.filter(traveller=user, state__in=STANDING, first__lte=last, last__gte=first)
    rows = rows.select_related("region", "traveller").order_by("first", "pk")
    return [
        AgendaEntry(
            uid=f"trip-{trip.pk}",
            first=trip.first,
            last=trip.last,
            label=titles.title(trip),
            tone=overview.TONES[TripState(trip.state)],
            url=link("reports:trip", trip.pk),
            done=trip.state == TripState.REPORTED,
            changed=trip.changed_at,
        )
        for trip in rows[:MOST]
    ]


AGENDA = (trips,)
