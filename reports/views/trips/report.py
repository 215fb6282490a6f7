"""The report of a trip in one form, judged while it is typed (rows Ni2, Nd7)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.next_steps import contacts_of, contacts_of_all, open_steps, usual_contact
from activities.presenters import judging
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, saves_nothing
from reports.domain.trips import access, reporting
from reports.forms.trip_report import StopForm, TimesForm
from reports.models.trips import TripState
from reports.presenters.trips import overview, titles


def _stop_forms(data, stops, known, mask, at):
    """A form for each stop; as many queries for one as for forty."""
    ids = [stop.customer_id for stop in stops]
    people, steps, out = contacts_of_all(ids), open_steps(ids), []
    for stop in stops:
        contacts, step = people[stop.customer_id], steps.get(stop.customer_id)
        usual, there = usual_contact(step, contacts), known.get(stop.customer_id)
        form = StopForm(data, contacts=contacts, usual=usual, at=at, stop=stop, step=step, known=there)
        form.said = mask.text(stop.purpose)
        out.append(form.hide_numbers(mask.text))
    return out


@allowed(access.WRITE)
@require_http_methods(["GET", "POST"])
def trip_report(request, pk):
    """Real times and each stop; what was recorded on the way is not typed again."""
    at, user = now(), request.user
    trip = access.own_or_404(user, pk)
    if trip.state != TripState.PLANNED:
        messages.info(request, _("This trip has no report to write."))
        return redirect("reports:trip", trip.pk)
    known = reporting.recorded(trip)
    stops = list(trip.stops.select_related("customer", "trip"))
    data = posted(request)
    times = TimesForm(data)
    forms = _stop_forms(data, stops, known, overview.mask_of(user, stops), at)
    if request.method == "POST" and all([times.is_valid(), *(form.is_valid() for form in forms)]):
        try:
            reporting.report_trip(
                trip_id=trip.pk,
                **times.cleaned_data,
                stops=[form.answer for form in forms],
                by=user,
                at=at,
            )
        except Refused as refusal:
            _put(refusal, times, forms)
        else:
            messages.success(request, _("Reported. The follow-ups are written."))
            return redirect("reports:trip", trip.pk)
    wrong = bool(times.errors) or any(form.errors for form in forms)
    context = {
        "trip": trip,
        "title": titles.report_title(trip),
        "form": times,
        "forms": forms,
        "stops": [
            (form, overview.recorded(form.known), reverse("reports:trip_judge", args=[trip.pk, form.stop.pk]))
            for form in forms
        ],
        "expenses": overview.expenses(reporting.expenses(trip)),
        "typed": data is not None,
        "crumbs": [
            (_("Trips"), reverse("reports:trips")),
            (titles.title(trip), reverse("reports:trip", args=[trip.pk])),
        ],
    }
    return render(request, "reports/trips/report.html", context, status=422 if wrong else 200)


def _put(refusal, times, forms):
    """A refusal at the field of the stop that it names, else above the form."""
    for form in forms:
        for name in form.fields:
            if refusal.field == form.add_prefix(name):
                form.add_error(name, refusal.sentence)
                return
    times.add_error(refusal.field if refusal.field in times.fields else None, refusal.sentence)


@allowed(access.WRITE)
@require_POST
@saves_nothing
def trip_judge(request, pk, stop):
    """What the follow-up form says of a stop while it is typed: the same check."""
    at = now()
    trip = access.own_or_404(request.user, pk)
    row = get_object_or_404(trip.stops.select_related("trip", "customer__ownership__department"), pk=stop)
    form = StopForm(request.POST, contacts=contacts_of(row.customer_id), at=at, stop=row)
    form.is_valid()
    return render(
        request,
        "activities/parts/judged.html",
        {"judge": judging.judged(form, row.customer, request.user, at), "swap_answered": False},
    )
