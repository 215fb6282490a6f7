"""Opening a contract: only what the user may see, with what its page needs."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from crm_project.lib.views import allowed

from .. import access

NEAR = (
    "customer__ownership__owner",
    "customer__ownership__department",
    "customer__department",
    "owner",
    "recorded_by",
    "decided_by",
    "submitted_by",
    "text",
    "quote",
)


def whole(text):
    """A key as a form or an address names it; 0, which nothing has, where it is no number."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def contract_or_404(user, pk):
    """A contract that the user may see."""
    return get_object_or_404(access.visible(user).select_related(*NEAR), pk=pk)


def contract_page(rule=None):
    """The view gets the contract (`row`); `rule(user, row)` of contracts.access decides who may (403)."""

    def wrap(view):
        @allowed("contract.view")
        @wraps(view)
        def inner(request, pk, **rest):
            row = contract_or_404(request.user, pk)
            if rule is not None and not rule(request.user, row):
                raise PermissionDenied
            return view(request, row, **rest)

        return inner

    return wrap
