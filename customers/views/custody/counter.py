"""The counter of the file room: scan or type, then hand out or take back (row T6)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt, now, refusal_into
from customers.domain.access.masking import shown
from customers.domain.custody import access, handing
from customers.domain.custody.reading import find_folder
from customers.models import FolderLoan, PaperFolder
from customers.presenters.custody import words

from ...forms.custody import CodeForm


@allowed(access.RIGHT)
@require_GET
def counter(request):
    """What may be done with the folder of this label or number (`code`)."""
    at = now()
    asked = "code" in request.GET
    form = CodeForm(request.GET if asked else None)
    context = {"form": form}
    if asked and form.is_valid():
        try:
            row = find_folder(text=form.cleaned_data["code"], by=request.user, at=at)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            context |= _found(request, row, at)
            context["form"] = CodeForm()
    return render(request, "customers/custody/counter.html", context)


def _found(request, row, at):
    today = local_date(at)
    (row,) = shown(request.user, [row])
    loans = handing.waiting_loans(row)
    out = handing.out_loan(row) if row.status == PaperFolder.Status.OUT else None
    for loan in loans:
        loan.folder = row
    ready = [loan for loan in loans if loan.from_on <= today <= loan.until_on and loan.borrower.is_active]
    return {
        "row": row,
        "state": words.state(row, at, out),
        "ready": [words.loan_line(loan, at) for loan in ready],
        "later": [words.loan_line(loan, at) for loan in loans if loan.from_on > today],
        "here": row.status == PaperFolder.Status.IN,
        "lost": row.status == PaperFolder.Status.LOST,
    }


@allowed(access.RIGHT)
@require_POST
def hand_out(request, pk):
    """Hand the folder of this loan out."""
    at = now()
    row = get_object_or_404(access.kept_loans(request.user, at).select_related("folder", "borrower"), pk=pk)
    done = _("%(folder)s was handed out to %(person)s until %(day)s.") % {
        "folder": row.folder,
        "person": row.borrower,
        "day": row.until_on.isoformat(),
    }
    attempt(request, handing.hand_out, loan_id=row.pk, by=request.user, at=at, done=done)
    return redirect("customers:folder_counter")


@allowed(access.RIGHT)
@require_POST
def take_back(request, pk):
    """Take this folder back."""
    at = now()
    row = get_object_or_404(access.kept(request.user, at).select_related("place"), pk=pk)
    loan = attempt(
        request, handing.take_back, folder_id=row.pk, note=request.POST.get("note", ""), by=request.user, at=at
    )
    if loan:
        messages.success(request, _("%(folder)s is back. Its place: %(place)s") % {"folder": row, "place": row.place})
    if isinstance(loan, FolderLoan) and loan.late:
        messages.warning(
            request,
            _("It was due on %(day)s: returned late.") % {"day": loan.until_on.isoformat()},
        )
    return redirect("customers:folder_counter")
