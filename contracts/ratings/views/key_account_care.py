"""Plans and support for a customer, and the list of potential key customers (rows T14, T16, T17)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contracts.ratings.domain import key_account_care as verbs
from contracts.ratings.domain import key_status
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, back, refusal_into

from ..forms.entries import CareForm, NominateForm, OutcomeForm
from ..models import Care, KeyStatus
from .customer import page
from .loading import rated_customer


def _standing(customer):
    return KeyStatus.objects.filter(customer=customer).values_list("kind", flat=True).first()


@allowed("rating.view")
@require_POST
@rated_customer
def add(request, customer, ownership, at):
    """Shared information, a joint plan, support."""
    form = CareForm(request.POST, standing=_standing(customer))
    if form.is_valid():
        try:
            verbs.add_care(customer_id=customer.pk, **form.cleaned_data, by=request.user, at=at)
            messages.success(request, _("Recorded."))
            return back(request, reverse("ratings:customer", args=[customer.pk]))
        except Refused as refusal:
            refusal_into(form, refusal)
    return page(request, customer, ownership, at, status=422, care=form)


@allowed("rating.view")
@require_POST
def done(request, pk):
    """Say what came of an entry."""
    return _done(request, pk=get_object_or_404(Care, pk=pk).customer_id, entry=pk)


@rated_customer
def _done(request, customer, ownership, at, entry):
    form = OutcomeForm(request.POST, entry=entry)
    if form.is_valid():
        try:
            verbs.complete_care(care_id=entry, outcome=form.cleaned_data["outcome"], by=request.user, at=at)
            messages.success(request, _("It is resolved."))
            return back(request, reverse("ratings:customer", args=[customer.pk]))
        except Refused as refusal:
            refusal_into(form, refusal)
    return page(request, customer, ownership, at, status=422, outcome=(entry, form))


@allowed("rating.sales")
@require_POST
@rated_customer
def nominate(request, customer, ownership, at):
    """On the list of potential key customers."""
    form = NominateForm(request.POST)
    if form.is_valid():
        try:
            key_status.nominate_customer(
                customer_id=customer.pk, reason=form.cleaned_data["reason"], by=request.user, at=at
            )
            messages.success(request, _("Added to the list of potential key customers."))
            return redirect("ratings:customer", customer.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    return page(request, customer, ownership, at, status=422, nominate=form)


@allowed("rating.sales")
@require_POST
@rated_customer
def drop(request, customer, ownership, at):
    """Off the list of potential key customers."""
    attempt(
        request,
        key_status.remove_nominee,
        customer_id=customer.pk,
        by=request.user,
        at=at,
        done=_("Removed from the list."),
    )
    return redirect("ratings:customer", customer.pk)
