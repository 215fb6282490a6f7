"""Planning a trip, changing it, calling it off (row Ni2)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assignment.rules.policy import NEVER
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into
from reports.domain.trips import access, candidates, planning
from reports.forms.trips import CancelForm, ChangeTripForm, TripForm
from reports.models.trips import TripState
from reports.presenters.trips import overview, titles


def _shown(user, region, at, chosen=()):
    return [overview.candidate(row, at, NEVER) for row in candidates.candidates(user, region, chosen)]


@allowed(access.WRITE)
@require_http_methods(["GET", "POST"])
def trip_new(request, region):
    """A trip to one region, with the customers there who were longest not seen."""
    at, user = now(), request.user
    region = candidates.region_or_404(region)
    form = TripForm(posted(request), region=region, rows=_shown(user, region, at))
    if request.method == "POST" and form.is_valid():
        try:
            trip = planning.plan_trip(plan=form.plan(), by=user, at=at)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            _say(request, trip)
            return redirect("reports:trip", trip.pk)
    return _page(request, form, region, _("New trip"))


@allowed(access.WRITE)
@require_http_methods(["GET", "POST"])
def trip_edit(request, pk):
    """Change a trip of one's own; the reason is kept, and approval asked for anew where it is needed."""
    at, user = now(), request.user
    trip = access.own_or_404(user, pk)
    there = list(trip.stops.select_related("customer"))
    stops = {stop.customer_id: stop.purpose for stop in there}
    initial = {name: getattr(trip, name) for name in ("first", "last", "expense", "note")}
    for customer_id, purpose in stops.items():
        initial |= {f"visit-{customer_id}": True, f"purpose-{customer_id}": purpose}
    rows = _shown(user, trip.region, at, stops)
    form = ChangeTripForm(posted(request), region=trip.region, rows=rows, initial=initial)
    form.hide_numbers(overview.mask_of(user, there).text)
    if request.method == "POST" and form.is_valid():
        try:
            trip = planning.change_trip(
                trip_id=trip.pk, plan=form.plan(), reason=form.cleaned_data["reason"], by=user, at=at
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            _say(request, trip)
            return redirect("reports:trip", trip.pk)
    return _page(request, form, trip.region, titles.title(trip))


def _say(request, trip):
    if trip.state == TripState.WAITING:
        messages.success(request, _("Saved. %(person)s decides about it.") % {"person": trip.waiting.decider})
    else:
        messages.success(request, _("Saved. It stands in your calendar."))


def _page(request, form, region, title):
    context = {
        "form": form,
        "region": region,
        "title": title,
        "crumbs": [(_("Trips"), reverse("reports:trips"))],
    }
    return render(request, "reports/trips/plan.html", context, status=422 if form.errors else 200)


@allowed(access.WRITE)
@require_POST
def trip_cancel(request, pk):
    """Call it off, with the reason."""
    trip, form = access.own_or_404(request.user, pk), CancelForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = _("The trip is cancelled.")
    attempt(request, planning.cancel_trip, done=done, trip_id=trip.pk, reason=reason, by=request.user, at=now())
    return redirect("reports:trip", trip.pk)
