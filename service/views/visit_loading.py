"""The one way to a return visit's pages: through permission, with a reason where the customer's file is restricted."""

from functools import wraps

from django.shortcuts import get_object_or_404

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import now
from customers.domain.access.gate import pass_gate
from service.domain.visits import access


def visit_page(view):
    """The view gets (request, visit, at, …) for a visit that the user may see; else 404, or the gate of a restricted file (M10)."""

    @allowed("service.view")
    @wraps(view)
    def inner(request, pk, **rest):
        rows = access.visible(request.user).select_related(*access.NEAR, "opened_order", "reported_by", "planned_by")
        visit, at = get_object_or_404(rows, pk=pk), now()
        pass_gate(request.user, visit.customer, visit.customer.ownership_or_none, at)
        return view(request, visit, at, **rest)

    return inner


def of_visit(rows_of):
    """A decorator: the view gets (request, row, at, …) for a demand or an idea (`rows_of`: user → rows) of such a visit."""

    def decorated(view):
        @allowed("service.view")
        @wraps(view)
        def inner(request, pk, **rest):
            rows = rows_of(request.user).select_related(*access.OWNED)
            row, at = get_object_or_404(rows, pk=pk), now()
            customer = row.visit.customer
            pass_gate(request.user, customer, customer.ownership_or_none, at)
            return view(request, row, at, **rest)

        return inner

    return decorated
