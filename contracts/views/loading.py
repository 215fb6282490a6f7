"""Opening a contract: only what the user may see, with what its page needs."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from contracts.domain import access
from crm_project.accounts.decorators import allowed
from crm_project.lib.views import now
from customers.domain.access.gate import pass_gate

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
    """A contract that the user may see; that of a restricted file opens with a reason (M10)."""
    row = get_object_or_404(access.visible(user).select_related(*NEAR), pk=pk)
    _pass_gate(user, row.customer)
    return row


def payment_or_404(user, pk):
    """A payment that the user may see, with its customer; that of a restricted file opens with a reason (M10)."""
    near = ("customer__ownership__owner", "customer__ownership__department", "entered_by", "voided_by", "opening_of")
    row = get_object_or_404(access.payments(user).select_related(*near), pk=pk)
    _pass_gate(user, row.customer)
    return row


def _pass_gate(user, customer):
    pass_gate(user, customer, customer.ownership_or_none, now())


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
