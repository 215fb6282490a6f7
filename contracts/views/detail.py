"""One contract: what it says, what it brought, and what may be done with it (rows Nc13, Nc15, T20, D9)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from contracts.domain import access, commission, contract_types, lifecycle
from contracts.domain.corrections import FIELDS
from contracts.domain.preparation import completeness
from contracts.domain.preparation import steps as preparation
from contracts.models.choices import FileKind
from contracts.presenters import contract_pdf
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import day, local_date, minute
from crm_project.lib.views import attempt, now, pdf_answer
from crm_project.ui.components.figures import money
from customers.domain.access.masking import mask_on

from ..forms.contract import BackForm, FileForm, VoidForm
from ..forms.money import DeliveredForm, DeliveryForm, PaperForm
from ..models import Contract
from ..templatetags.contracts import amount
from .loading import contract_page


@contract_page()
@require_GET
def detail(request, row):
    """What it says and what may be done with it."""
    return _page(request, row, VoidForm())


def _by(person, moment):
    return " · ".join(filter(None, [str(person or ""), minute(moment)]))


def _facts(row):
    named = contract_types.labels().get(row.type, row.type)
    facts = [
        (_("Customer"), row.customer.name),
        (_("Buyer"), row.buyer),
        (_("Unified social credit code"), row.credit_code),
        (_("Signed on"), day(row.signed_at) if row.signing_known else ""),
        (_("Amount"), amount(row)),
        (_("Type"), named),
        (_("Payment method"), row.payment_method),
        (_("Line"), row.line),
        (_("Owner at signing"), row.owner),
        (_("Recorded"), _by(row.recorded_by, row.recorded_at)),
    ]
    if row.drawn and row.submitted_at:
        facts.append((_("Submitted"), _by(row.submitted_by, row.submitted_at)))
    if row.decided_at:
        label = _("Void") if row.status == Contract.Status.VOID else _("Confirmed")
        facts.append((label, _by(row.decided_by, row.decided_at)))
    optional = {_("Buyer"), _("Unified social credit code"), _("Line")}
    return [(label, value) for label, value in facts if value or label not in optional]


def _page(request, row, form, status=200):
    user, today = request.user, local_date(now())
    may_confirm, may_void = access.may_confirm(user, row), access.may_void(user, row)
    lacks = completeness.missing(row) if row.status == Contract.Status.DRAFT else []
    parts = list(row.instalments.all())
    mask = mask_on(user, row.customer, now())
    context = {
        "contract": mask.row(row),
        "facts": _facts(row),
        "form": form,
        "waiting": row.waiting,
        "preparing": row.in_preparation,
        "lacks": lacks,
        "works_on": access.may_work_on(user, row),
        "may_confirm": row.waiting and may_confirm and not lacks,
        "may_send_back": row.waiting and row.drawn and may_confirm,
        "back_form": BackForm(),
        "may_void": row.status != Contract.Status.VOID and may_void,
        "may_drop": access.may_discard(user, row),
        "may_plan": access.may_plan(user, row),
        "may_divide": row.status == Contract.Status.CONFIRMED and may_void,
        "may_money": access.may_record_payments(user, row.customer),
        "may_correct": row.status == Contract.Status.CONFIRMED and access.may_work_on(user, row),
        "may_fulfil": row.status != Contract.Status.VOID and access.may_fulfil(user, row),
        "own": row.waiting and may_void and not may_confirm,
        "deciders": _(", ").join(str(person) for person in access.deciders(row)) if row.waiting else "",
        "parts": [_part(part, row, today) for part in parts],
        "open": money(row.amount - row.paid_amount, row.currency),
        "paid": money(row.paid_amount, row.currency),
        "share": int(row.paid_amount * 100 / row.amount) if row.amount else 0,
        "lines": [(line, money(line.amount, row.currency)) for line in row.lines.all()],
        "promises": [mask.row(one) for one in row.promise_rows.all()],
        "deliveries": [mask.row(one) for one in row.deliveries.all()],
        "papers": [mask.row(one) for one in row.papers.all()],
        "today": today,
        "files": [(f, minute(f.at)) for f in row.files.filter(voided_at=None).select_related("by")],
        "checks": [mask.row(one) for one in row.checks.select_related("by", "file")],
        "commission": commission.commission_text(row) if row.status == Contract.Status.CONFIRMED else None,
        "corrections": [
            (mask.row(c), FIELDS.get(c.field, c.field), minute(c.at))
            for c in row.corrections.select_related("asked_by", "approved_by")
        ],
        "delivery_form": DeliveryForm(initial={"planned_on": today, "amount": 0}),
        "paper_form": PaperForm(initial={"due_on": today}),
        "delivered_form": DeliveredForm(initial={"delivered_on": today}),
        "file_form": FileForm(),
        "file_kinds": FileKind,
    }
    return render(request, "contracts/detail.html", context, status=status)


def _part(part, row, today):
    """One part of the plan: what is open, and how it stands."""
    rest = part.amount - part.paid
    if row.status == Contract.Status.VOID:
        state, tone = _("void"), ""
    elif not rest:
        state, tone = _("paid on %(day)s") % {"day": part.paid_on}, "ok"
    elif part.due_on < today and row.status == Contract.Status.CONFIRMED:
        state, tone = _("overdue by %(n)d days") % {"n": (today - part.due_on).days}, "bad"
    else:
        state, tone = (_("partly paid"), "info") if part.paid else (_("unpaid"), "")
    return {
        "number": part.number,
        "label": part.label,
        "due_on": part.due_on.isoformat(),
        "amount": money(part.amount, row.currency),
        "open": money(rest, row.currency) if rest else "",
        "state": state,
        "tone": tone,
    }


@contract_page(access.may_confirm)
@require_POST
def confirm(request, row):
    """The manager confirms: the customer is official."""
    done = _("Confirmed: “%(name)s” is an official customer.") % {"name": row.customer.name}
    attempt(request, lifecycle.confirm_contract, contract_id=row.pk, by=request.user, at=now(), done=done)
    return redirect("contracts:detail", row.pk)


@contract_page(access.may_confirm)
@require_POST
def send_back(request, row):
    """Give it back to be mended."""
    reason = request.POST.get("reason", "")[:200]
    attempt(
        request,
        preparation.return_contract,
        contract_id=row.pk,
        by=request.user,
        at=now(),
        reason=reason,
        done=_("Returned for correction."),
    )
    return redirect("contracts:detail", row.pk)


def _voidable(user, row):
    return access.may_void(user, row) or access.may_discard(user, row)


@contract_page(_voidable)
@require_POST
def void(request, row):
    """Declare it void, with the reason; the clocks go back to what they would be without it. A number stays accounted for."""
    form = VoidForm(request.POST)
    if form.is_valid():
        try:
            lifecycle.void_contract(contract_id=row.pk, by=request.user, at=now(), reason=form.cleaned_data["reason"])
            messages.success(request, _("The contract is void."))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        return redirect("contracts:detail", row.pk)
    return _page(request, row, form, status=422)


@contract_page()
@require_GET
def pdf(request, row):
    """The filled-in standard text, to print and sign."""
    if row.text_id is None:
        raise Http404
    log.record(by=request.user, action="contract.printed", at=now(), subject=row, customer_id=row.customer_id)
    return pdf_answer(contract_pdf.pdf(row), f"{row.number}.pdf")
