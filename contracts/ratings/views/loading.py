"""The one way to a page of the rating about a customer: the customer's own gate, and the right to its grade."""

from functools import wraps

from django.http import Http404

from contracts.ratings.domain import access
from crm_project.lib.views import handed_out as download
from crm_project.lib.views import now
from customers.domain.access import opened
from customers.domain.access.gate import pass_gate
from customers.views.loading import customer_page


def rated_customer(view):
    """The view gets (request, customer, ownership, at, …) for a customer whose file and whose grade the user may open."""

    @customer_page
    @wraps(view)
    def inner(request, customer, ownership, at, **rest):
        if not access.visible(request.user).filter(pk=customer.pk).exists():
            raise Http404
        return view(request, customer, ownership, at, **rest)

    return inner


def handed_out(request, row, file, name, noted):
    """The file of a row about a customer, for who may see its grade and open its file; `noted` is the verb that keeps who took it.

    Always to be saved and never shown as a page of ours.
    """
    at = now()
    # What a merged file keeps is read on the survivor's page.
    holder = row.customer.merged_into_id or row.customer_id
    if not access.visible(request.user).filter(pk=holder).exists():
        raise Http404
    customer, ownership = opened(request.user, holder, at)
    if customer is None:
        raise Http404
    pass_gate(request.user, customer, ownership, at)
    noted(row=row, by=request.user, at=at)
    return download(file, name)
