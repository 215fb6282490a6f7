"""The one way to a page about a folder: through its customer, past the gate of a restricted file (row T6)."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from customers.domain.access import opened
from customers.domain.access.gate import pass_gate
from customers.domain.custody import access
from customers.models import PaperFolder


def open_folder(request, pk, at):
    """(folder, ownership) of a customer whose page and file the person opens; else 404, 403 or the question why."""
    folder = get_object_or_404(PaperFolder.objects.select_related("place", "filed_by"), pk=pk)
    customer, ownership = opened(request.user, folder.customer_id, at)
    if customer is None:
        raise Http404
    folder.customer = pass_gate(request.user, customer, ownership, at)
    return folder, ownership


def kept_folder(request, pk, at):
    """(folder, ownership) of one that the person keeps; else 404."""
    get_object_or_404(access.kept(request.user, at), pk=pk)
    return open_folder(request, pk, at)
