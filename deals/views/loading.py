"""The one way to a deal's pages: through permission, with a reason where the customer's file is restricted."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import now
from customers.domain.access.gate import pass_gate
from deals.domain import access


def deal_page(view):
    """The view gets (request, deal, at, …) for a deal that the user may see; else 404, or the gate of a restricted file (M10)."""

    @allowed("deal.view")
    @wraps(view)
    def inner(request, pk, **rest):
        deal = get_object_or_404(access.visible(request.user).select_related(*access.NEAR), pk=pk)
        return _guarded(request, deal, lambda at: view(request, deal, at, **rest))

    return inner


def worked_page(view):
    """The same, for whoever changes the deal; else 403."""

    @deal_page
    @wraps(view)
    def inner(request, deal, at, **rest):
        if not access.may_work(request.user, deal):
            raise PermissionDenied
        return view(request, deal, at, **rest)

    return inner


def quote_page(view):
    """The view gets (request, quote, at, …) for a quote of a deal that the user may see."""

    @allowed("deal.view")
    @wraps(view)
    def inner(request, pk, **rest):
        quote = get_object_or_404(
            access.visible_quotes(request.user).select_related("deal", "price_list", "created_by", "approved_by"), pk=pk
        )
        quote.deal = get_object_or_404(access.visible(request.user).select_related(*access.NEAR), pk=quote.deal_id)
        return _guarded(request, quote.deal, lambda at: view(request, quote, at, **rest))

    return inner


def _guarded(request, deal, answer):
    at = now()
    pass_gate(request.user, deal.customer, deal.customer.ownership_or_none, at)
    return answer(at)
