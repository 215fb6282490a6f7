"""The one way to a reception and to its customer: by right, past the gate of a restricted file (rows M11, M10)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from activities.domain.access import customer_or_404
from activities.domain.receptions import access
from customers.domain.access.gate import pass_gate


def reception_or_404(request, pk, at):
    """A reception that the person may read; who hosts it or takes part needs no reason for a restricted file."""
    rows = access.visible(request.user, at).select_related(*access.NEAR, "followup", "recorded_by")
    row = get_object_or_404(rows, pk=pk)
    if not access.takes_part(request.user, row):
        pass_gate(request.user, row.customer, row.customer.ownership_or_none, at)
    return row


def own_or_refuse(request, pk, at):
    """A reception that the person hosts, or of a customer that they own; 403 for others who read it."""
    row = reception_or_404(request, pk, at)
    if not access.works_on(request.user, row):
        raise PermissionDenied(_("Only the host and the owner of the customer do this."))
    return row


def planned_for_or_404(request, pk, at):
    """The customer whose page the person opens; one that was merged has no receptions of its own."""
    customer = customer_or_404(request.user, pk, at)
    if customer.merged_into_id:
        raise Http404
    return customer
