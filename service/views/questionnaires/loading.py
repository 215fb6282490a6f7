"""The ways to the pages of questionnaires: through the right, and for an invitation through its customer's file."""

from functools import wraps

from django.shortcuts import get_object_or_404

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import now
from customers.domain.access.gate import pass_gate
from service.domain.questionnaires import access
from service.domain.questionnaires.links import NEAR


def questionnaire_page(*actions):
    """The view gets (request, questionnaire, at, …) for one that the user knows of, with one of the rights; else 403 or 404."""

    def wrap(view):
        @allowed(*actions)
        @wraps(view)
        def inner(request, pk, **rest):
            row = get_object_or_404(access.questionnaires(request.user), pk=pk)
            return view(request, row, now(), **rest)

        return inner

    return wrap


def invitation_page(view):
    """The view gets (request, invitation, at) for one that the user looks after; else 404, or the gate of a restricted file (M10)."""

    @allowed(access.SEND)
    @wraps(view)
    def inner(request, pk):
        rows = access.invitations(request.user).select_related(*NEAR, "customer__ownership__owner")
        invitation, at = get_object_or_404(rows, pk=pk), now()
        pass_gate(request.user, invitation.customer, invitation.customer.ownership_or_none, at)
        return view(request, invitation, at)

    return inner
