"""One contract: read, confirmed, voided (row Nc13)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assignment.countdown import day, minute
from crm_project.lib.refused import Refused
from crm_project.lib.views import allowed, attempt, now

from .. import access, lifecycle
from ..forms import VoidForm
from ..models import Contract
from ..templatetags.contracts import amount

_NEAR = (
    "customer__ownership__owner",
    "customer__ownership__department",
    "customer__department",
    "owner",
    "recorded_by",
    "decided_by",
)


def _contract(request, pk):
    return get_object_or_404(access.visible(request.user).select_related(*_NEAR), pk=pk)


@allowed("contract.view")
@require_GET
def detail(request, pk):
    """What it says and what may be done with it."""
    return _page(request, _contract(request, pk), VoidForm())


def _page(request, row, form, status=200):
    facts = [
        (_("Customer"), row.customer.name), (_("Number"), row.number), (_("Signed on"), day(row.signed_at)), (_("Amount"), amount(row)),
        (_("Type"), row.type), (_("Payment method"), row.payment_method), (_("Line"), row.line), (_("Payment due on"), day(row.due_at)),
        (_("Owner at signing"), row.owner), (_("Recorded"), f"{row.recorded_by or ''} · {minute(row.recorded_at)}"),
    ]  # fmt: skip
    if row.decided_at:
        label = _("Declared void") if row.status == Contract.Status.VOID else _("Confirmed")
        facts.append((label, f"{row.decided_by or ''} · {minute(row.decided_at)}"))
    waiting = row.status == Contract.Status.DRAFT
    context = {
        "contract": row, "facts": facts, "form": form, "waiting": waiting,
        "may_confirm": waiting and access.may_confirm(request.user, row),
        "may_void": row.status != Contract.Status.VOID and access.may_void(request.user, row),
        "own": waiting and access.may_void(request.user, row) and not access.may_confirm(request.user, row),
        "deciders": _(", ").join(str(person) for person in access.deciders(row)) if waiting else "",
    }  # fmt: skip
    return render(request, "contracts/detail.html", context, status=status)


@allowed("contract.confirm")
@require_POST
def confirm(request, pk):
    """The manager confirms: the customer is official."""
    row = _contract(request, pk)
    if not access.may_confirm(request.user, row):
        raise PermissionDenied
    attempt(
        request,
        lifecycle.confirm,
        contract_id=pk,
        by=request.user,
        at=now(),
        done=_("Confirmed: “%(name)s” is an official customer.") % {"name": row.customer.name},
    )
    return redirect("contracts:detail", pk)


@allowed("contract.confirm")
@require_POST
def void(request, pk):
    """Declare it void, with the reason; the clocks go back to what they would be without it."""
    row = _contract(request, pk)
    if not access.may_void(request.user, row):
        raise PermissionDenied
    form = VoidForm(request.POST)
    if form.is_valid():
        try:
            lifecycle.void(contract_id=pk, by=request.user, at=now(), reason=form.cleaned_data["reason"])
            messages.success(request, _("The contract is void."))
            return redirect("contracts:detail", pk)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("contracts:detail", pk)
    return _page(request, row, form, status=422)
