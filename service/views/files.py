"""Files and photos of an order: added, handed out, withdrawn (row Ni21)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.domain.kept_files import note_download
from crm_project.lib.views import attempt, handed_out, message_of
from service.domain import access
from service.domain.orders import files

from ..forms.order import OrderFilesForm
from .loading import order_file, order_page


@order_page
@require_POST
def add(request, order, at):
    """Keep what was chosen or photographed."""
    if not access.may_step(request.user, order, "edit"):
        raise PermissionDenied
    form = OrderFilesForm(request.POST, request.FILES)
    if form.is_valid():
        uploads = form.cleaned_data["files"]
        attempt(request, files.add_files, order_id=order.pk, by=request.user, at=at, uploads=uploads, done=_("Saved."))
    else:
        messages.error(request, message_of(form) or _("Choose a file."))
    return redirect("service:order", order.pk)


@order_file
@require_safe
def file(request, row, at):
    """The file itself, for those who may see the order."""
    note_download(row=row, by=request.user, at=at)
    return handed_out(row.file, row.name)


@order_file
@require_POST
def withdraw(request, row, at):
    """Take one's own file back."""
    if not access.may_step(request.user, row.order, "edit"):
        raise PermissionDenied
    attempt(request, files.withdraw_file, file_id=row.pk, by=request.user, at=at, done=_("The file was withdrawn."))
    return redirect("service:order", row.order_id)
