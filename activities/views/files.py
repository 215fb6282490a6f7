"""Files on customers: handed out to those who may see the customer, taken back by whoever added them (row M12)."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.domain import attachments, kept_files
from activities.domain.access import attachment_or_404, customer_or_404
from crm_project.accounts.decorators import allowed
from crm_project.lib.views import attempt, handed_out, now

from ..forms import FilesOnlyForm


@login_required
@require_safe
def attachment(request, pk):
    """The file itself, always to be saved and never shown as a page of ours."""
    at = now()
    row = attachment_or_404(request.user, pk, at)
    kept_files.note_download(row=row, by=request.user, at=at)
    return handed_out(row.file, row.name)


@allowed("followup.create")
@require_POST
def attach(request, pk):
    """Add files to a customer, without a follow-up."""
    at = now()
    customer = customer_or_404(request.user, pk, at)
    form = FilesOnlyForm(request.POST, request.FILES)
    uploads = form.cleaned_data["files"] if form.is_valid() else []
    attempt(
        request,
        attachments.attach_file,
        done=_("The files are saved.") if uploads else "",
        customer_id=customer.pk,
        by=request.user,
        at=at,
        uploads=uploads,
    )
    return redirect("customers:detail", customer.pk)


@allowed("followup.create")
@require_POST
def withdraw(request, pk):
    """Take one's own file back."""
    at = now()
    row = attachment_or_404(request.user, pk, at)
    attempt(
        request,
        attachments.withdraw_file,
        done=_("The file was withdrawn."),
        attachment_id=row.pk,
        by=request.user,
        at=at,
    )
    return redirect("customers:detail", row.customer_id)
