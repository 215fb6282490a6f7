"""Money that came in: the list, entered, brought in from a file (row T20); one payment is in payment.py."""

from django.contrib import messages
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contracts.domain import access
from contracts.domain.payments import payments as verbs
from crm_project.accounts.decorators import allowed
from crm_project.accounts.presenters.list_layout import ListLayout
from crm_project.lib.chips import hidden_fields
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import now, posted, refusal_into
from customers.importing import jobs
from customers.importing.kinds import every_kind
from customers.tasks import send_import

from ..forms.money import PaymentForm, StatementForm
from ..list_columns import PAYMENTS
from .collections import tabs
from .loading import whole

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
    layout = ListLayout(PAYMENTS, request.user)
    page = paged(request, rows.select_related(*layout.near), order=("-received_on", "-id"), size=SIZE)
    context = {
        "page": page,
        "rows": page.rows,
        "layout": layout,
        "body": layout.body(page.rows),
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
