"""What is done with a contract besides reading it: files, plan, commission, correction, deliveries, papers (rows T20, Nf8, Nf14, D9, Na10)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.domain.kept_files import note_download
from contracts.domain import access, commission, corrections, files, fulfilment
from contracts.domain.payments import instalments
from crm_project.accounts.decorators import allowed
from crm_project.accounts.models import User
from crm_project.lib.file_kinds import LARGEST
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, handed_out, message_of, now, posted, refusal_into
from customers.models import Collaborator

from ..forms.contract import CorrectionForm, CreditForm, FileForm
from ..forms.money import DeliveredForm, DeliveryForm, PaperForm
from ..forms.steps import rows_of
from ..models import Contract, ContractFile, Delivery, Paper
from .loading import contract_or_404, contract_page
from .steps import parts_formset

# --- files ---------------------------------------------------------------------------------------------------------------


@contract_page(access.may_fulfil)
@require_POST
def add_file(request, row):
    """Upload the scan, a paper or an attachment."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, message_of(form) or _("At most %(n)d MB.") % {"n": LARGEST // 1024 // 1024})
        return redirect("contracts:detail", row.pk)
    data = form.cleaned_data
    attempt(
        request,
        files.add_file,
        contract_id=row.pk,
        by=request.user,
        at=now(),
        upload=data["file"],
        kind=data["kind"] or "other",
        done=_("The file is saved."),
    )
    return redirect("contracts:detail", row.pk)


def _file_or_404(user, pk):
    row = get_object_or_404(ContractFile.objects.filter(voided_at=None), pk=pk)
    row.contract = contract_or_404(user, row.contract_id)
    return row


@allowed("contract.view")
@require_safe
def file(request, pk):
    """The file itself, for those who may see the contract."""
    row = _file_or_404(request.user, pk)
    note_download(row=row, by=request.user, at=now())
    return handed_out(row.file, row.name)


@allowed("contract.view")
@require_POST
def withdraw_file(request, pk):
    """Take one's own file back."""
    row = _file_or_404(request.user, pk)
    attempt(request, files.withdraw_file, file_id=row.pk, by=request.user, at=now(), done=_("The file was withdrawn."))
    return redirect("contracts:detail", row.contract_id)


# --- plan, commission, correction ---------------------------------------------------------------------------------------------


@contract_page(access.may_plan)
@require_http_methods(["GET", "POST"])
def plan(request, row):
    """The payment plan as rows; it must make the amount to the cent."""
    rows, problem = parts_formset(row, posted(request)), ""
    if request.method == "POST" and rows.is_valid():
        try:
            instalments.plan_instalments(contract_id=row.pk, by=request.user, at=now(), parts=rows_of(rows))
        except Refused as refusal:
            problem = refusal.sentence
        else:
            messages.success(request, _("The payment plan is saved."))
            return redirect("contracts:detail", row.pk)
    return render(
        request,
        "contracts/plan.html",
        {"contract": row, "rows": rows, "problem": problem},
        status=422 if request.method == "POST" else 200,
    )


@contract_page(access.may_void)
@require_http_methods(["GET", "POST"])
def share(request, row):
    """Divide the result; the shares make 100."""
    shares = {s.user_id: s.share for s in row.shares.all()}
    ids = {*shares, row.owner_id, row.submitted_by_id, row.recorded_by_id}
    ids |= set(Collaborator.objects.filter(customer_id=row.customer_id, until=None).values_list("user_id", flat=True))
    people = list(User.objects.filter(pk__in=ids - {None}).order_by("sort_name", "pk"))
    form = CreditForm(posted(request), people=people, shares=shares)
    if request.method == "POST" and form.is_valid():
        try:
            commission.decide_commission(
                contract_id=row.pk, shares=form.shares(), by=request.user, at=now(), reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("The split is saved."))
            return redirect("contracts:detail", row.pk)
    return render(
        request,
        "contracts/commission.html",
        {"contract": row, "form": form, "told": commission.commission_text(row)},
        status=422 if form.errors else 200,
    )


@contract_page(access.may_work_on)
@require_http_methods(["GET", "POST"])
def correct(request, row):
    """Ask to correct locked figures; what differs goes to the manager."""
    form = CorrectionForm(posted(request), contract=row)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.ask_correction(
                contract_id=row.pk,
                by=request.user,
                at=now(),
                changes=form.changes(),
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Request sent: a manager decides about the correction."))
            return redirect("contracts:detail", row.pk)
    return render(
        request, "contracts/correct.html", {"contract": row, "form": form}, status=422 if form.errors else 200
    )


# --- deliveries and papers ---------------------------------------------------------------------------------------------------


def _noted(request, row, form, verb, done, **more):
    if form.is_valid():
        attempt(request, verb, by=request.user, at=now(), done=done, **more, **form.cleaned_data)
    else:
        messages.error(request, message_of(form))
    return redirect("contracts:detail", row.pk)


@contract_page(access.may_fulfil)
@require_POST
def add_delivery(request, row):
    """Plan a delivery."""
    return _noted(
        request,
        row,
        DeliveryForm(request.POST),
        fulfilment.plan_delivery,
        _("The delivery is planned."),
        contract_id=row.pk,
    )


@contract_page(access.may_fulfil)
@require_POST
def add_paper(request, row):
    """Expect a paper by a day."""
    return _noted(
        request,
        row,
        PaperForm(request.POST),
        fulfilment.expect_paper,
        _("The expected document is recorded."),
        contract_id=row.pk,
    )


def _of_contract(request, model, pk):
    found = get_object_or_404(model, pk=pk)
    row = contract_or_404(request.user, found.contract_id)
    if not access.may_fulfil(request.user, row) or row.status == Contract.Status.VOID:
        raise PermissionDenied
    return row


@allowed("contract.view")
@require_POST
def delivered(request, pk):
    """It was delivered on this day."""
    row = _of_contract(request, Delivery, pk)
    return _noted(
        request,
        row,
        DeliveredForm(request.POST),
        fulfilment.record_delivery,
        _("The delivery is recorded."),
        delivery_id=pk,
    )


@allowed("contract.view")
@require_POST
def received(request, pk):
    """The paper came in."""
    row = _of_contract(request, Paper, pk)
    attempt(
        request, fulfilment.receive_paper, by=request.user, at=now(), paper_id=pk, done=_("The document is recorded.")
    )
    return redirect("contracts:detail", row.pk)
