"""Why a customer will be released, or was; and putting one back (rows Z17, D4)."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.lateness import overrides
from crm_project.lib.calendar import next_working_day
from crm_project.lib.views import allowed, attempt, back, now
from customers.views.opening import customer_page as restricted_gate

from .. import access, undo, waiting_restores, why_words
from ..forms.ownership import HoldForm
from ..policies import local_date, zone
from .pool import customer_page


def next_hold(at):
    """Until when an undo holds unless somebody says otherwise: the end of the next working day."""
    return next_working_day(local_date(at), overrides())


def held_until(day):
    """The moment from which the sweep may take it again: the end of that local date."""
    return datetime.combine(day + timedelta(days=1), time(0), zone())


@require_safe
@restricted_gate
def why(request, customer, ownership, at):
    """The explanation, as a page or as a part of one."""
    told, past = why_words.owned(customer.pk, at), None
    if told is None:
        past = why_words.ended(customer, at)
    event = past["event"] if past else None
    undoable = event is not None and bool(event.restores) and access.may_undo_event(request.user, event)
    context = {
        "customer": customer,
        "why": told or past,
        "owned": told is not None,
        "event": event,
        "crumbs": [(customer.name, customer_page(customer))],
        "hold": HoldForm(initial={"hold_until": next_hold(at)}) if undoable else None,
    }
    return render(request, "assignment/parts/why.html" if request.htmx else "assignment/why.html", context)


@require_POST
@allowed("sweep.undo")
def undo_event(request, pk):
    """Put one customer back to whom it was taken from, and keep the sweep off it until the day named."""
    at = now()
    event = get_object_or_404(access.undoable(request.user).select_related("customer", "closes_owner"), pk=pk)
    form = HoldForm(request.POST if "hold_until" in request.POST else {"hold_until": next_hold(at)})
    if not form.is_valid():
        messages.error(request, _("Enter the day until which the sweep leaves the customer alone."))
    else:
        done = attempt(
            request,
            undo.undo_event,
            event_id=event.pk,
            by=request.user,
            at=at,
            hold_until=held_until(form.cleaned_data["hold_until"]),
        )
        if done:
            messages.success(request, waiting_restores.undone(event))
    return back(request, customer_page(event.customer))
