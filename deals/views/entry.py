"""Opening and changing a deal (rows Z11, Ni18)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into
from customers.domain.access import visible as visible_customers
from customers.domain.access.masking import mask_on
from deals.domain import deals

from ..forms.deal import DealForm, named, product_lines
from .loading import worked_page


@allowed("deal.work")
@require_http_methods(["GET", "POST"])
def new(request):
    """The customer may be named in the address (`?customer=7`); one that belongs to a colleague is refused with their name."""
    at = now()
    customers = visible_customers(request.user, at).filter(merged_into=None, removed_at=None)
    form = DealForm(posted(request), customers=customers, initial={"customer": request.GET.get("customer")})
    lines = product_lines(posted(request))
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        try:
            deal = deals.open_deal(
                customer_id=form.cleaned_data["customer"].pk,
                by=request.user,
                at=at,
                fields=form.file(),
                next_step=form.cleaned_data["next_step"],
                products=named(lines),
            )
            messages.success(request, _("The deal was created."))
            return redirect("deals:detail", deal.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(
        request,
        "deals/form.html",
        {"form": form, "lines": lines},
        status=422 if form.errors or lines.total_error_count() else 200,
    )


@worked_page
@require_http_methods(["GET", "POST"])
def edit(request, deal, at):
    """What is known of it; the stage and the progress have their own forms."""
    mask = mask_on(request.user, deal.customer, at)
    form, lines = DealForm(posted(request), instance=deal).hide_numbers(mask.text), product_lines(posted(request), deal)
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        try:
            deals.update_deal(deal_id=deal.pk, by=request.user, at=at, fields=form.file(), products=named(lines))
            messages.success(request, _("Saved."))
            return redirect("deals:detail", deal.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(
        request,
        "deals/form.html",
        {"form": form, "lines": lines, "deal": mask.row(deal)},
        status=422 if form.errors or lines.total_error_count() else 200,
    )
