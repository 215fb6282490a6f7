"""Why a customer will be released, or was; and putting one back (rows Z17, D4)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assignment.domain import access
from assignment.domain.ledger import ENDS
from assignment.domain.sweep import undo, waiting_restores
from assignment.presenters import loss
from assignment.presenters import why as why_text
from crm_project.accounts.decorators import allowed
from crm_project.lib.time import since
from crm_project.lib.views import attempt, back, now
from customers.domain.access.masking import mask_for
from customers.domain.put_back import held_until, next_hold
from customers.views.loading import customer_page as restricted_gate

from ..forms.ownership import HoldForm
from ..models import OwnershipEvent
from .loss import back_context, others
from .pool import customer_page


@require_safe
@restricted_gate
def why(request, customer, ownership, at):
    """The explanation, as a page or as a part of one."""
    told, past = why_text.owned(customer.pk, at, mask_for(request.user, customer, ownership, at)), None
    event = _last_end(customer) if told is None else None
    if event:
        past = loss.explained_to(event, request.user, at, ownership)
    undoable = event is not None and bool(event.restores) and access.may_undo_event(request.user, event)
    context = {
        "customer": customer,
        "why": told or past,
        "owned": told is not None,
        "event": event,
        "pooled": since(customer.pooled_at, at) if event and customer.pooled_at else "",
        "others": others(customer.pk, request.user, without=event.pk if event else 0),
        **(back_context(event, request.user, ownership) if event else {}),
        "crumbs": [(customer.name, customer_page(customer))],
        "hold": HoldForm(initial={"hold_until": next_hold(at)}) if undoable else None,
    }
    return render(request, "assignment/parts/why.html" if request.htmx else "assignment/why.html", context)


def _last_end(customer):
    """The end that put a pool customer into the pool; None where it never had an owner."""
    rows = OwnershipEvent.objects.filter(customer=customer, kind__in=ENDS, owner__isnull=True)
    return rows.select_related(*loss.WANTED).order_by("-at", "-id").first()


@require_POST
@allowed("sweep.undo")
def undo_event(request, pk):
    """Put one customer back to whom it was taken from, and keep the sweep off it until the day named."""
    at = now()
    event = get_object_or_404(access.undoable(request.user).select_related("customer", "closes_owner"), pk=pk)
    form = HoldForm(request.POST if "hold_until" in request.POST else {"hold_until": next_hold(at)})
    if not form.is_valid():
        messages.error(request, _("Enter the day until which the customer is not released automatically."))
    else:
        done = attempt(
            request,
            undo.undo_event,
            event_id=event.pk,
            by=request.user,
            at=at,
            hold_until=held_until(form.cleaned_data["hold_until"]),
        )
        if done:
            messages.success(request, waiting_restores.undone(event))
    return back(request, customer_page(event.customer))
