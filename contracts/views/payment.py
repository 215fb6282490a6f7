"""One payment: what it pays, what is left and where that could go; matched, unmatched, void (row T20)."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contracts.domain import access
from contracts.domain.payments import payments as verbs
from contracts.domain.payments.matching import field_of, match_payment, offered, refusals, spread, unmatch_payment
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.lib.views import attempt, now, refusal_into, saves_nothing
from crm_project.ui.components.figures import money
from customers.domain.access.masking import mask_on

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


def _page(request, row, form=None, status=200):
    """`form`: the amounts that were refused, shown again as they were typed."""
    left = row.amount - row.allocated
    may = access.may_record_payments(request.user, row.customer) and not row.voided_at
    mask = mask_on(request.user, row.customer, now())
    seen = row.allocations.select_related("instalment__contract").order_by("pk")
    if form is None and may and left:
        parts = offered(row)
        form = MatchForm(parts=parts, initial={field_of(part.pk): share for part, share in spread(left, parts)})
    context = {
        "payment": row,
        "left": money(left, row.currency) if left and not row.voided_at else "",
        "may": may,
        "matched": [(a, money(a.amount, row.currency)) for a in seen],
        "form": form,
        "facts": [
            (_("Customer"), row.customer.name),
            (_("Received on"), row.received_on.isoformat()),
            (_("Amount"), money(row.amount, row.currency)),
            (_("Bank reference"), row.reference),
            (_("Note"), mask.text(row.note)),
            (_("Entered"), f"{row.entered_by or ''} · {minute(row.entered_at)}"),
            *([(_("Opening balance of"), row.opening_of.number)] if row.opening_of_id else []),
        ],
        "void_form": ReasonForm(),
        # What was refused stands above the form and at its fields.
        **(_sums(row, form) | {"wrong": []} if form else {}),
    }
    return render(request, "contracts/payment.html", context, status=status)


def _match_form(request, row):
    """The amounts that were posted."""
    return MatchForm(request.POST, parts=offered(row, MatchForm.named(request.POST)))


def _sums(row, form):
    """What the amounts of the form come to, what would be left, and what is wrong with them."""
    shares = (
        form.shares()
        if form.is_bound
        else {part.pk: form.initial[field_of(part.pk)] for part in form.parts if field_of(part.pk) in form.initial}
    )
    together, left = sum(shares.values(), Decimal(0)), row.amount - row.allocated
    wrong = []
    if form.is_bound:
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        wrong = wrong or [_named(form, refusal) for refusal in refusals(row, shares) if shares]
    return {
        "open": money(left, row.currency),
        "together": money(together, row.currency),
        "rest": money(left - together, row.currency) if together <= left else "",
        "wrong": wrong,
    }


def _named(form, refusal):
    """The sentence of a refusal with the instalment that it is about."""
    return (
        f"{form.fields[refusal.field].label}: {refusal.sentence}" if refusal.field in form.fields else refusal.sentence
    )


@allowed("payment.record")
@require_POST
def match(request, pk):
    """Match it to instalments by hand, all that were named or none; what was refused comes back with what was typed."""
    row = _entered_or_404(request.user, pk)
    form = _match_form(request, row)
    if form.is_valid():
        try:
            match_payment(payment_id=row.pk, shares=form.shares(), by=request.user, at=now())
        except Refused as refusal:
            for one in refusals(row, form.shares()) or [refusal]:
                refusal_into(form, one)
        else:
            messages.success(request, _("Matched."))
            return redirect("contracts:payment", row.pk)
    row.refresh_from_db()
    if row.voided_at or row.allocated == row.amount:  # somebody was faster: there is no form any more
        messages.error(request, _("Nothing of this payment is left to match."))
    return _page(request, row, form=form, status=422)


@allowed("payment.record")
@require_POST
@saves_nothing
def match_preview(request, pk):
    """While amounts are typed: what they come to and what would be left, or why they can't be matched."""
    row = _entered_or_404(request.user, pk)
    form = _match_form(request, row)
    form.full_clean()
    return render(request, "contracts/parts/match_live.html", _sums(row, form))


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
