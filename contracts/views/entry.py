"""Recording a signed contract."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts.domain import contract_types, lifecycle
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import back, now, posted, refusal_into
from customers.domain.access import visible

from ..forms.contract import ContractForm


@allowed("contract.record")
@require_http_methods(["GET", "POST"])
def new(request):
    """The customer may be named in the address (`?customer=7`)."""
    at = now()
    customers = visible(request.user, at).filter(merged_into=None, removed_at=None)
    form = ContractForm(posted(request), customers=customers, initial={"customer": request.GET.get("customer")})
    if request.method == "POST" and form.is_valid():
        try:
            row = lifecycle.record_contract(
                customer_id=form.cleaned_data["customer"].pk,
                by=request.user,
                at=at,
                fields=form.file(),
                promised=form.promised_rows(),
            )
            messages.success(request, _("The contract was recorded; it takes effect when a manager confirms it."))
            return back(request, reverse("contracts:detail", args=[row.pk]))
        except Refused as refusal:
            field = "signed_on" if refusal.field == "signed_at" else refusal.field
            refusal.field = field
            refusal_into(form, refusal)
    return render(
        request,
        "contracts/new.html",
        {"form": form, "types": contract_types.offered()},
        status=422 if form.errors else 200,
    )
