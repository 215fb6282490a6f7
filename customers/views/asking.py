"""The one way to a page about a customer of others: what a page offered to this person, so often a day (rows Ni5, Ni6, Nd3)."""

from django.http import Http404

from customers.domain import access
from customers.domain.access.lookups import Kind, count, is_offered, limit, used

from ..models import Customer


def asked_customer(request, pk, at):
    """(customer, whether its page may be opened). 404 for one that is neither seen nor offered; refuses beyond the day's limit."""
    customer = Customer.objects.select_related("department").filter(pk=pk, merged_into=None, removed_at=None).first()
    if customer is None:
        raise Http404
    if access.visible(request.user, at).filter(pk=pk).exists():
        return customer, True
    if not is_offered(request.user, pk, request.POST.get("ref") or request.GET.get("ref")):
        raise Http404
    if request.method != "POST":
        count(by=request.user, kind=Kind.QUESTION, at=at, customer=customer)
    elif used(request.user, Kind.QUESTION, at) > limit(Kind.QUESTION):
        raise Http404
    return customer, False
