"""What is done with a deal: progress, the next stage, won or lost, opened again, corrected (rows Na9, Na10, Ni19, Ni20)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt, attempt_form, back, posted
from customers.domain.access.masking import mask_on
from deals.domain import access, closing, corrections
from deals.domain import progress as verbs

from ..forms.deal import CloseForm, CorrectionForm, ProgressForm, ReopenForm
from .detail import page
from .loading import deal_page, worked_page


def _read(request, deal, at):
    return mask_on(request.user, deal.customer, at).row(deal)


@worked_page
@require_POST
def progress(request, deal, at):
    """Record how it went on."""
    form = ProgressForm(request.POST, deal=deal)
    if attempt_form(form, verbs.record_progress, deal_id=deal.pk, by=request.user, at=at):
        messages.success(request, _("Recorded; the next update is due by then."))
        return redirect("deals:detail", deal.pk)
    return page(request, deal, at, form=form, status=422)


@worked_page
@require_POST
def move(request, deal, at):
    """To another stage: from the board, the list or the page; what is missing is said."""
    stage_id = request.POST.get("stage", "")
    default = reverse("deals:detail", args=[deal.pk])
    try:
        moved = verbs.move_stage(
            deal_id=deal.pk, stage_id=int(stage_id) if stage_id.isdecimal() else 0, by=request.user, at=at
        )
        messages.success(request, _("“%(deal)s” is now in “%(stage)s”.") % {"deal": moved.name, "stage": moved.stage})
    except Refused as refusal:
        if refusal.code == "closing":
            return redirect(f"{reverse('deals:close', args=[deal.pk])}?result=won")
        messages.error(request, f"{deal.name}: {refusal.sentence}")
    return back(request, default)


def _close(*, result, **given):
    return {"won": closing.win_deal, "lost": closing.lose_deal}[result](**given)


@worked_page
@require_http_methods(["GET", "POST"])
def close(request, deal, at):
    """Won or lost, with the reason."""
    form = CloseForm(posted(request), initial={"result": request.GET.get("result", "won")})
    if closed := attempt_form(form, _close, deal_id=deal.pk, by=request.user, at=at):
        messages.success(
            request, _("“%(deal)s”: %(status)s.") % {"deal": closed.name, "status": closed.get_status_display()}
        )
        return redirect("deals:detail", deal.pk)
    return render(
        request,
        "deals/close.html",
        {"deal": _read(request, deal, at), "form": form},
        status=422 if form.errors else 200,
    )


@deal_page
@require_POST
def reopen(request, deal, at):
    """A manager opens it again."""
    if not access.may_reopen(request.user, deal):
        raise PermissionDenied
    form = ReopenForm(request.POST)
    if form.is_valid():
        attempt(
            request,
            closing.reopen_deal,
            deal_id=deal.pk,
            by=request.user,
            at=at,
            done=_("The deal is open again."),
            **form.cleaned_data,
        )
        return redirect("deals:detail", deal.pk)
    return page(request, deal, at, reopen_form=form, status=422)


@worked_page
@require_http_methods(["GET", "POST"])
def correction(request, deal, at):
    """Ask for a correction of a won deal's figures (Na10)."""
    if deal.status != "won":
        messages.info(request, _("Only the figures of a won deal are locked: edit an open deal directly."))
        return redirect("deals:detail", deal.pk)
    form = CorrectionForm(posted(request), initial={"amount": deal.amount, "closed_on": local_date(deal.closed_at)})
    if asked := attempt_form(form, corrections.ask_correction, deal_id=deal.pk, by=request.user, at=at):
        messages.success(request, _("Request sent: %(person)s decides.") % {"person": asked.decider})
        return redirect("deals:detail", deal.pk)
    return render(
        request,
        "deals/correction.html",
        {"deal": _read(request, deal, at), "form": form},
        status=422 if form.errors else 200,
    )
