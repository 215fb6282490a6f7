"""Trips and outings in the calendar of the person on the way (rows Ni2, Nf9, Nf12)."""

from django.utils.translation import pgettext

from crm_project.accounts.domain.access import may
from crm_project.lib.agenda_entry import AgendaEntry
from crm_project.lib.time import local_date
from crm_project.ui.links import link
from reports.domain.outings import access as outing_access
from reports.domain.trips.access import WRITE
from reports.models import Outing, Trip
from reports.models.trips import STANDING, TripState
from reports.presenters.outings import pages
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


def outings(user, first, last):
    """One's own of these days; no query for those who register none."""
    if not may(user, outing_access.WRITE):
        return []
    rows = Outing.objects.standing().filter(person=user, day__gte=first, day__lte=last).order_by("left_at", "pk")
    return [
        AgendaEntry(
            uid=f"outing-{row.pk}",
            first=row.day,
            last=local_date(row.back_at) if row.back_at else row.day,
            label=pgettext("calendar", "Field visit %(times)s") % {"times": pages.times_text(row)},
            tone="ok" if row.back_at else "info",
            url=link("reports:outing", row.pk),
            done=row.back_at is not None,
            changed=row.back_at or row.entered_at,
        )
        for row in rows[:MOST]
    ]


AGENDA = (trips, outings)
