"""Trips that are over and not reported, as rows of the queue (row Ni2)."""

from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.lib.time import minute
from crm_project.ui.links import link
from reports.domain.trips import reminding
from reports.domain.trips.access import WRITE
from reports.presenters.trips import titles

from .rows import TASK, Action, Row, part_of

SHOWN = 5


def rows(user, at):
    """The next due first; one query, none for those who plan no trips."""
    return [_row(trip, at) for trip in reminding.due_of(user, at)[:SHOWN]] if may(user, WRITE) else []


def _row(trip, at):
    url, name = link("reports:trip_report", trip.pk), titles.title(trip)
    why = _("report was due %(due)s") if trip.report_due_at <= at else _("report due %(due)s")
    return Row(
        key=f"trip-{trip.pk}",
        part=part_of(trip.report_due_at, at),
        rank=TASK,
        moment=trip.report_due_at,
        name=name,
        url=link("reports:trip", trip.pk),
        why=why % {"due": minute(trip.report_due_at)},
        icon="geo-alt",
        act=Action(_("Write the report"), url, "journal-check", name, drawer=False),
    )
