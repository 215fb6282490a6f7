"""Money that came in: entered, brought in from a file, matched, void; bad debts (row T20)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contracts.domain import access
from contracts.domain.payments import payments as verbs
from contracts.domain.payments.matching import match_payment, open_parts, unmatch_payment
from crm_project.accounts.decorators import allowed
from crm_project.lib.chips import hidden_fields
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, minute
from crm_project.lib.views import attempt, now, posted, refusal_into
from crm_project.ui.components.figures import money
from customers.importing import jobs
from customers.importing.kinds import every_kind
from customers.tasks import send_import

from ..forms.money import MatchForm, PaymentForm, ReasonForm, StatementForm
from .collections import tabs
from .loading import payment_or_404, whole

SIZE = 25


@allowed("contract.view")
@require_GET
def payments(request):
    """Payments, the newest first; `open`: only those of which something is left."""
    rows = access.payments(request.user)
    only_open = request.GET.get("open") == "1"
    if only_open:
        rows = rows.filter(voided_at=None, allocated__lt=F("amount"))
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(customer__name__icontains=text) | rows.filter(reference__icontains=text)
    page = paged(request, rows.select_related("customer", "opening_of"), order=("-received_on", "-id"), size=SIZE)
    context = {
        "page": page,
        "rows": [
            (
                row,
                money(row.amount - row.allocated, row.currency)
                if row.amount > row.allocated and not row.voided_at
                else "",
            )
            for row in page
        ],
        "query": text,
        "keep": hidden_fields(request, "q"),
        "only_open": only_open,
        "may_money": access.may_record_payments(request.user),
        "tabs": tabs("payments"),
    }
    return render(request, "contracts/payments.html", context)


@allowed("payment.record")
@require_http_methods(["GET", "POST"])
def new(request):
    """Enter a payment (`?contract=7` names customer and contract)."""
    at = now()
    initial: dict[str, object] = {"received_on": local_date(now())}
    named = whole(request.GET.get("contract"))
    row = access.visible(request.user).filter(pk=named).first() if named else None
    if row:
        initial |= {
            "customer": row.customer_id,
            "contract_number": row.number,
            "amount": row.amount - row.paid_amount,
            "currency": row.currency,
        }
    form = PaymentForm(posted(request), customers=access.payable(request.user, at), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = verbs.record_payment(
                customer_id=data["customer"].pk,
                by=request.user,
                at=at,
                contract_id=data["contract_id"],
                **{
                    name: data[name]
                    for name in ("received_on", "amount", "currency", "reference", "note", "idempotency_key")
                },
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("The payment is entered and matched."))
            return redirect("contracts:payment", made.pk)
    return render(request, "contracts/payment_new.html", {"form": form}, status=422 if form.errors else 200)


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
    messages.error(request, " ".join(str(error) for field in form.errors.values() for error in field))
    return _page(request, row, matching=form, status=422)


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


@allowed("payment.record")
@require_http_methods(["GET", "POST"])
def bring(request):
    """Payments from a file: what each row would do is shown, confirmed, and done in the background like every import."""
    form = StatementForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            job = jobs.receive(
                kind="payments", upload=form.cleaned_data["file"], history=False, by=request.user, at=now()
            )
        except Refused as refusal:
            form.add_error("file", refusal.sentence)
        else:
            send_import(job)
            return redirect("customers:import_job", job.pk)
    context = {"form": form, "columns": every_kind()["payments"].columns}
    return render(request, "contracts/payments_bring.html", context, status=422 if form.errors else 200)


# --- bad debts -------------------------------------------------------------------------------------------------------------
