"""The one way to an order's pages: through permission, with a reason where the customer's file is restricted."""

from functools import wraps

from django.shortcuts import get_object_or_404

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import now
from customers.domain.access.gate import pass_gate
from service.domain import access
from service.models import OrderFile


def order_page(view):
    """The view gets (request, order, at, …) for an order that the user may see; else 404, or the gate of a restricted file (M10)."""

    @allowed("service.view")
    @wraps(view)
    def inner(request, pk, **rest):
        at = now()
        return view(request, order_or_404(request.user, pk, at), at, **rest)

    return inner


def order_file(view):
    """The view gets (request, file, at) for a file of an order that the user may see; the way of `order_page`."""

    @allowed("service.view")
    @wraps(view)
    def inner(request, pk):
        row, at = get_object_or_404(OrderFile.objects.filter(voided_at=None), pk=pk), now()
        row.order = order_or_404(request.user, row.order_id, at)
        return view(request, row, at)

    return inner


def order_or_404(user, pk, at):
    """An order that the user may see, past the gate of a restricted file."""
    rows = access.visible(user).select_related(*access.NEAR, "category", "cause", "recorded_by", "reopens", "contract")
    order = get_object_or_404(rows, pk=pk)
    pass_gate(user, order.customer, order.customer.ownership_or_none, at)
    return order
