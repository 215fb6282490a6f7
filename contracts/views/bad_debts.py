"""Bad debts: declared and cleared (row T17)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contracts.domain import access
from contracts.domain.collections import bad_debts
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into
from crm_project.ui.components.figures import money
from customers.domain.access.masking import mask_for
from customers.views.loading import customer_page

from ..forms.money import BadDebtForm
from ..models import BadDebt


@allowed("payment.record")
@require_http_methods(["GET", "POST"])
@customer_page
def bad_debt(request, customer, ownership, at):
    """Bad debts of a customer: those that stand, and recording another one."""
    if not access.may_record_payments(request.user, customer):
        raise PermissionDenied
    form = BadDebtForm(posted(request), customer=customer)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            bad_debts.declare_bad_debt(
                customer_id=customer.pk,
                by=request.user,
                at=now(),
                amount=data["amount"],
                reason=data["reason"],
                contract_id=data["contract"].pk if data["contract"] else None,
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("The bad debt is recorded."))
            return redirect("contracts:bad_debt", customer.pk)
    mask = mask_for(request.user, customer, ownership, at)
    rows = [
        (mask.row(row), money(row.amount, row.currency))
        for row in BadDebt.objects.filter(customer=customer).select_related("contract", "declared_by", "cleared_by")
    ]
    return render(
        request,
        "contracts/bad_debt.html",
        {"customer": customer, "form": form, "rows": rows},
        status=422 if form.errors else 200,
    )


@allowed("payment.record")
@require_POST
def clear_bad_debt(request, pk):
    """Paid after all, or declared by mistake."""
    row = get_object_or_404(BadDebt.objects.select_related("customer"), pk=pk)
    return _cleared(request, pk=row.customer_id, row=row)


@customer_page
def _cleared(request, customer, ownership, at, row):
    if not access.may_record_payments(request.user, customer):
        raise PermissionDenied
    attempt(
        request,
        bad_debts.clear_bad_debt,
        bad_debt_id=row.pk,
        by=request.user,
        at=now(),
        done=_("The bad debt is cleared."),
    )
    return redirect("contracts:bad_debt", row.customer_id)
