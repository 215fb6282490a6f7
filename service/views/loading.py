"""The one way to an order's pages: through permission, with a reason where the customer's file is restricted."""

from functools import wraps

from django.shortcuts import get_object_or_404

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import now
from customers.domain.access.gate import pass_gate
from service.domain import access


def order_page(view):
    """The view gets (request, order, at, …) for an order that the user may see; else 404, or the gate of a restricted file (M10)."""

    @allowed("service.view")
    @wraps(view)
    def inner(request, pk, **rest):
        rows = access.visible(request.user).select_related(*access.NEAR, "category", "cause", "recorded_by", "reopens")
        order, at = get_object_or_404(rows, pk=pk), now()
        pass_gate(request.user, order.customer, order.customer.ownership_or_none, at)
        return view(request, order, at, **rest)

    return inner
