"""The one way to a page of the rating about a customer: the customer's own gate, and the right to its grade."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404

from crm_project.accounts.access import may
from customers.views.opening import customer_page

from .. import access


def rated_customer(view):
    """The view gets (request, customer, ownership, at, …) for a customer whose file and whose grade the user may open."""

    @customer_page
    @wraps(view)
    def inner(request, customer, ownership, at, **rest):
        if not access.visible(request.user).filter(pk=customer.pk).exists():
            raise Http404
        return view(request, customer, ownership, at, **rest)

    return inner


def allowed_any(*actions):
    """The view is for people whose role grants one of these somewhere."""

    def wrap(view):
        @login_required
        @wraps(view)
        def inner(request, *args, **kwargs):
            if not any(may(request.user, action) for action in actions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return wrap
