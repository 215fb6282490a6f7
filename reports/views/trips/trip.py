"""A trip as its traveller and its readers see it (row Ni2)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import now
from reports.domain.trips import access, planning, reporting
from reports.forms.trips import CancelForm
from reports.models.trips import TripState
from reports.presenters.trips import overview, titles


@allowed(access.WRITE, access.READ)
@require_GET
def trip(request, pk):
    """What is planned, and what its traveller may do with it."""
    at = now()
    row = access.trip_or_404(request.user, pk)
    text, tone = overview.status(row)
    facts, stops = overview.shown(row, request.user, at)
    context = {
        "trip": row,
        "title": titles.title(row),
        "status": text,
        "tone": tone,
        "facts": facts,
        "stops": stops,
        "waits": row.waiting if row.state == TripState.WAITING else None,
        "refused": row.waiting if row.state == TripState.REFUSED else None,
        "may_change": planning.may_change(row, request.user),
        "may_go_out": planning.may_go_out(row, request.user, at),
        "may_report": reporting.may_report(row, request.user, at),
        "expenses": overview.expenses(reporting.expenses(row)) if row.traveller_id == request.user.pk else [],
        "cancel_form": CancelForm(),
        "crumbs": [(_("Trips"), reverse("reports:trips"))],
    }
    return render(request, "reports/trips/trip.html", context)
