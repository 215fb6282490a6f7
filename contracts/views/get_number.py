"""Drawing a number, with which a contract begins (row Nc15)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts.domain.preparation import steps as preparation
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into
from customers.domain.access import visible
from customers.domain.access.gate import stands_open
from deals.domain import access as deals_access
from deals.models.choices import OFFERED

from ..forms.contract import DrawForm
from .loading import whole


@allowed("contract.record")
@require_http_methods(["GET", "POST"])
def draw(request):
    """Draw a number for a contract with a customer (`?customer=7`), of what a quote of theirs offers (`&quote=3`)."""
    at = now()
    customers = visible(request.user, at).filter(merged_into=None, removed_at=None)
    quote = _quote(request, at)
    offers = quote and deals_access.offers(request.user, quote.deal.customer_id)
    customer = quote.deal.customer_id if quote else request.GET.get("customer")
    form = DrawForm(posted(request), customers=customers, offers=offers, initial={"customer": customer, "quote": quote})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = preparation.begin_contract(
                customer_id=data["customer"].pk, by=request.user, at=at, series=data["series"], quote=data.get("quote")
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Your contract number is %(number)s.") % {"number": row.number})
            return redirect("contracts:step", row.pk, "checks")
    context = {"form": form, "quote": quote, "customer": form["customer"].value()}
    return render(request, "contracts/draw.html", context, status=422 if form.errors else 200)


def _quote(request, at):
    """The quote that the address names, if the user may read it and a contract may be made of it; else None, as if none were named."""
    named = whole(request.GET.get("quote") or request.POST.get("quote"))
    if not named:
        return None
    rows = deals_access.visible_quotes(request.user).filter(pk=named, status__in=OFFERED)
    quote = rows.select_related("deal__customer__ownership", "deal__customer__department").first()
    if quote is None:
        return None
    customer = quote.deal.customer
    return quote if stands_open(request.user, customer, quote.deal.customer.ownership_or_none, at) else None
