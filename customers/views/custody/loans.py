"""Asking for a folder, one's own loans, an extension, a loss (row T6)."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.settings_store import value
from crm_project.lib.paging import paged
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt, attempt_form, now, posted
from customers.company_settings import LOAN_DAYS
from customers.domain.access.masking import mask_for, shown
from customers.domain.custody import access, asking, extending, handing, listing
from customers.models import FolderLoan, PaperFolder
from customers.presenters.custody import words

from ...forms.custody import ExtensionForm, LoanForm, LostForm
from .loading import open_folder

USUAL = 7
NEAR = ("folder__customer", "folder__place", "borrower")


@login_required
@require_GET
def mine(request):
    """The folders that one has, asked for, or had."""
    at = now()
    page = paged(request, access.loans_of(request.user).select_related(*NEAR), order=("-asked_at", "-id"))
    rows = shown(request.user, page.rows, lambda row: row.folder.customer)
    known = set(access.visible(request.user, at).filter(loans__in=page.rows).values_list("pk", flat=True))
    asked = listing.requests_of(page.rows)
    lines = [words.loan_line(row, at) | {"known": row.folder_id in known, "request": asked.get(row.pk)} for row in rows]
    context = {"page": page, "rows": lines}
    return render(request, "customers/custody/mine.html", context)


@allowed("customer.view")
@require_http_methods(["GET", "POST"])
def borrow(request, pk):
    """Ask for a folder, or for a look at its pages."""
    at = now()
    row, ownership = open_folder(request, pk, at)
    today, longest = local_date(at), value(LOAN_DAYS)
    first = {
        "form": FolderLoan.Form.PAPER,
        "from_on": today,
        "until_on": today + timedelta(days=min(USUAL, longest) - 1),
    }
    form = LoanForm(posted(request), initial=first)
    if attempt_form(form, asking.ask_for_loan, folder_id=row.pk, by=request.user, at=at):
        messages.success(request, _("Your request was sent. You will be notified of the decision."))
        return redirect("customers:folders_mine")
    context = {
        "form": form,
        "row": mask_for(request.user, row.customer, ownership, at).row(row),
        "customer": row.customer,
        "state": words.state(row, at),
        "waiting": [words.loan_line(loan, at) for loan in _with_folder(handing.waiting_loans(row), row)],
        "longest": longest,
    }
    return render(request, "customers/custody/borrow.html", context, status=422 if form.errors else 200)


def _with_folder(loans, row):
    for loan in loans:
        loan.folder = row
    return loans


@login_required
@require_http_methods(["GET", "POST"])
def extend(request, pk):
    """Ask to keep one's folder longer."""
    at = now()
    row = get_object_or_404(access.loans_of(request.user).select_related(*NEAR), pk=pk)
    form = ExtensionForm(posted(request))
    if attempt_form(form, extending.ask_for_extension, loan_id=row.pk, by=request.user, at=at):
        messages.success(request, _("Your request was sent. You will be notified of the decision."))
        return redirect("customers:folders_mine")
    line = words.loan_line(row, at)
    context = {"form": form, "line": line, "longest": value(LOAN_DAYS)}
    return render(request, "customers/custody/extend.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def give_up(request, pk):
    """An approved loan is not needed any more."""
    row = get_object_or_404(access.loans_of(request.user), pk=pk)
    attempt(request, asking.give_up, loan_id=row.pk, by=request.user, at=now(), done=_("Withdrawn."))
    return redirect("customers:folders_mine")


@login_required
@require_http_methods(["GET", "POST"])
def lost(request, pk):
    """Report a folder lost that one has, or keeps."""
    at = now()
    row = get_object_or_404(PaperFolder.objects.select_related("customer", "place"), pk=pk)
    out = handing.out_loan(row)
    own = out is not None and out.borrower_id == request.user.pk
    if not own:
        row, ownership = open_folder(request, pk, at)
        if not access.may_keep(request.user, row.customer, ownership):
            raise PermissionDenied
    form = LostForm(posted(request))
    back = reverse("customers:folders_mine") if own else reverse("customers:folder", args=[pk])
    if attempt_form(form, handing.report_lost, folder_id=pk, by=request.user, at=at):
        messages.success(request, _("Recorded. The people concerned are notified."))
        return redirect(back)
    context = {"form": form, "row": row, "state": words.state(row, at, out), "back": back}
    return render(request, "customers/custody/lost.html", context, status=422 if form.errors else 200)
