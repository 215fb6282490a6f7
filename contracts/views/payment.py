"""One payment: what it pays, what is left and where that could go; matched, unmatched, void (row T20)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contracts.domain import access
from contracts.domain.payments import payments as verbs
from contracts.domain.payments.matching import match_payment, matchable, open_parts, unmatch_payment
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.lib.views import attempt, now, refusal_into, saves_nothing
from crm_project.ui.components.figures import money

from ..forms.money import MatchForm, ReasonForm
from .loading import payment_or_404, whole


@allowed("contract.view")
@require_GET
def payment(request, pk):
    """One payment: what it pays, what is left, and where that could go."""
    return _page(request, payment_or_404(request.user, pk))


def _entered_or_404(user, pk):
    """A payment whose customer lies within the reach of the right to enter money."""
    row = payment_or_404(user, pk)
    if not access.may_record_payments(user, row.customer):
        raise PermissionDenied
    return row


def _page(request, row, matching=None, status=200):
    """`matching`: the form of an instalment that was refused, shown again as it was typed."""
    left = row.amount - row.allocated
    may = access.may_record_payments(request.user, row.customer) and not row.voided_at
    seen = row.allocations.select_related("instalment__contract").order_by("pk")
    parts = open_parts(row.customer_id, row.currency)[:50] if may and left else []
    context = {
        "payment": row,
        "left": money(left, row.currency) if left and not row.voided_at else "",
        "may": may,
        "matched": [(a, money(a.amount, row.currency)) for a in seen],
        "open_parts": [
            (p, money(p.amount - p.paid, row.currency), _match_form(p, min(left, p.amount - p.paid), matching))
            for p in parts
        ],
        "facts": [
            (_("Customer"), row.customer.name),
            (_("Received on"), row.received_on.isoformat()),
            (_("Amount"), money(row.amount, row.currency)),
            (_("Bank reference"), row.reference),
            (_("Note"), row.note),
            (_("Entered"), f"{row.entered_by or ''} · {minute(row.entered_at)}"),
            *([(_("Opening balance of"), row.opening_of.number)] if row.opening_of_id else []),
        ],
        "void_form": ReasonForm(),
    }
    return render(request, "contracts/payment.html", context, status=status)


def _match_form(part, most, refused):
    if refused is not None and refused.data.get("instalment") == str(part.pk):
        return refused
    return MatchForm(initial={"instalment": part.pk, "amount": most}, part=part.pk)


@allowed("payment.record")
@require_POST
def match(request, pk):
    """Match a part of it to an instalment by hand; what was refused comes back with what was typed."""
    row = _entered_or_404(request.user, pk)
    form = MatchForm(request.POST, part=request.POST.get("instalment", ""))
    if form.is_valid():
        data = form.cleaned_data
        try:
            match_payment(
                payment_id=row.pk,
                instalment_id=data["instalment"],
                amount=data["amount"],
                by=request.user,
                at=now(),
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Matched."))
            return redirect("contracts:payment", row.pk)
    row.refresh_from_db()
    if "amount" not in form.errors:
        messages.error(request, " ".join(str(error) for field in form.errors.values() for error in field))
    return _page(request, row, matching=form, status=422)


@allowed("payment.record")
@require_POST
@saves_nothing
def match_preview(request, pk):
    """While an amount is typed: how much of the payment would be matched and left, or why it can't be."""
    row = _entered_or_404(request.user, pk)
    form, context = MatchForm(request.POST), {}
    if form.is_valid():
        data = form.cleaned_data
        try:
            part = matchable(row, data["instalment"], data["amount"])
        except Refused as refusal:
            context = {"refusal": refusal.sentence}
        else:
            context = {
                "matched": money(row.allocated + data["amount"], row.currency),
                "left": money(row.amount - row.allocated - data["amount"], row.currency),
                "open": money(part.amount - part.paid - data["amount"], row.currency),
            }
    elif request.POST.get("amount"):
        context = {"refusal": " ".join(str(error) for error in form.errors.get("amount", ()))}
    return render(request, "contracts/parts/match_live.html", context)


@allowed("payment.record")
@require_POST
def release(request, pk):
    """Take it off an instalment (`allocation`)."""
    row = _entered_or_404(request.user, pk)
    found = get_object_or_404(row.allocations, pk=whole(request.POST.get("allocation")))
    attempt(
        request,
        unmatch_payment,
        allocation_id=found.pk,
        by=request.user,
        at=now(),
        done=_("Unmatched: the payment is open again."),
    )
    return redirect("contracts:payment", row.pk)


@allowed("payment.record")
@require_POST
def void(request, pk):
    """It was entered wrongly."""
    row = _entered_or_404(request.user, pk)
    reason = request.POST.get("reason", "")[:200]
    attempt(
        request,
        verbs.void_payment,
        payment_id=row.pk,
        by=request.user,
        at=now(),
        reason=reason,
        done=_("The payment is void."),
    )
    return redirect("contracts:payment", row.pk)
