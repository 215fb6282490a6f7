"""The papers of a customer: adding a copy, fetching it, a director's exception (row T8)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from activities.domain.kept_files import note_download
from contracts.ratings.domain import papers as verbs
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, refusal_into

from ..forms.entries import ExceptionForm, PaperForm
from ..models import PaperFile
from .customer import page
from .loading import handed_out, rated_customer


@allowed("rating.view")
@require_POST
@rated_customer
def add(request, customer, ownership, at):
    """Put a copy into the file."""
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            verbs.add_paper(
                customer_id=customer.pk,
                kind=data["kind"],
                dated_on=data["dated_on"],
                upload=data["file"],
                by=request.user,
                at=at,
            )
            messages.success(request, _("The document is in the file."))
            return redirect("ratings:customer", customer.pk)
        except Refused as refusal:
            if refusal.code == "forbidden":
                return _refused(request, customer, refusal)
            refusal_into(form, refusal)
    return page(request, customer, ownership, at, status=422, paper=form)


@allowed("rating.view")
@require_POST
@rated_customer
def grant(request, customer, ownership, at):
    """A director lets it be graded without its papers, or asks for them again."""
    if request.POST.get("do") == "end":
        attempt(
            request,
            verbs.end_exception,
            customer_id=customer.pk,
            by=request.user,
            at=at,
            done=_("The documents are required again."),
        )
        return redirect("ratings:customer", customer.pk)
    form = ExceptionForm(request.POST)
    if form.is_valid():
        try:
            verbs.grant_exception(
                customer_id=customer.pk, reason=form.cleaned_data["exception_reason"], by=request.user, at=at
            )
            messages.success(request, _("Grading without documents is approved; the reason is recorded."))
            return redirect("ratings:customer", customer.pk)
        except Refused as refusal:
            if refusal.code == "forbidden":
                return _refused(request, customer, refusal)
            refusal_into(form, refusal)
    return page(request, customer, ownership, at, status=422, exception=form)


def _refused(request, customer, refusal):
    """Whoever may not has no form on the page at which it could be said."""
    messages.error(request, refusal.sentence)
    return redirect("ratings:customer", customer.pk)


@allowed("rating.view")
@require_POST
def withdraw(request, pk):
    """Take one's own copy back."""
    return _withdraw(request, pk=get_object_or_404(PaperFile, pk=pk, voided_at=None).customer_id, paper=pk)


@rated_customer
def _withdraw(request, customer, ownership, at, paper):
    attempt(request, verbs.withdraw_paper, paper_id=paper, by=request.user, at=at, done=_("The copy was withdrawn."))
    return redirect("ratings:customer", customer.pk)


@allowed("rating.view")
@require_GET
def copy(request, pk):
    """The copy itself, always to be saved and never shown as a page of ours."""
    row = PaperFile.objects.filter(pk=pk, voided_at=None).select_related("customer").first()
    if row is None:
        raise Http404
    return handed_out(request, row, row.file, row.name, note_download)
