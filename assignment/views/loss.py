"""One past ownership explained to whoever had it, and asking to have it put back (rows D4, Z17, Nd9, Na8)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assignment.domain import access
from assignment.domain.sweep import waiting_restores
from assignment.presenters import loss as loss_text
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.lib.time import day, minute
from crm_project.lib.views import now, refusal_into
from customers.domain import access as customer_access
from customers.domain import put_back
from customers.models import Ownership

from ..forms.ownership import PutBackForm

OTHERS = 10


@require_safe
@login_required
def loss(request, pk):
    """The explanation; open to every former owner whoever has the customer now, and never the customer's file itself."""
    return _page(request, _event(request, pk))


@require_POST
@login_required
def ask_back(request, pk):
    """Send the request; a refusal comes back with what was typed."""
    event = _event(request, pk)
    if event.closes_owner_id != request.user.pk:
        raise Http404
    form = PutBackForm(request.POST)
    if form.is_valid():
        try:
            asked = put_back.ask_put_back(
                event_id=event.pk, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Your request is waiting for %(person)s.") % {"person": asked.decider})
            return HttpResponseRedirect(reverse("assignment:loss", args=[event.pk]))
    return _page(request, event, form=form, status=422)


def _event(request, pk):
    return get_object_or_404(access.explained(request.user).select_related(*loss_text.WANTED), pk=pk)


def _page(request, event, form=None, status=200):
    at, user = now(), request.user
    customer = event.customer
    row = Ownership.of(customer.pk)
    explanation = loss_text.explained_to(event, user, at, row)
    mine = event.closes_owner_id == user.pk
    context = {
        "customer": customer,
        "event": event,
        "why": explanation,
        "happened": loss_text.end_text(event),
        "when": minute(event.at),
        "mine": mine,
        "open_url": reverse("customers:detail", args=[customer.pk])
        if customer_access.visible(user, at).filter(pk=customer.pk).exists()
        else "",
        "others": others(customer.pk, user, without=event.pk),
        "crumbs": [(_("Customers I lost"), f"{reverse('assignment:losses')}?show=mine")] if mine else [],
        **back_context(event, user, row, form),
    }
    return render(request, "assignment/loss.html", context, status=status)


def back_context(event, user, row, form=None):
    """How to have it put back: the form, the request that waits, the last answer, or why it is not possible.

    `row`: the present ownership, None in the pool.
    """
    if event.closes_owner_id != user.pk:
        return {"back": None}
    waits, answer = put_back.waiting(event), put_back.answered(event)
    why = "" if waits else put_back.refusal(event)
    decides = None if waits or why else put_back.decides(event)
    return {
        "back": {
            "waits": waits,
            "waits_since": day(waits.asked_at) if waits else "",
            "answer": answer,
            "answered": minute(answer.decided_at) if answer else "",
            "granted": answer is not None and answer.status == Request.Status.APPROVED and put_back.returned(event),
            "refused": answer is not None and answer.status == Request.Status.REFUSED,
            "slot": waiting_restores.undone(event) if waiting_restores.waits(event) else "",
            "why_not": why.rstrip("."),
            "instead": loss_text.instead(event, row) if why else "",
            "decides": decides,
            "form": (form or PutBackForm()) if decides else form,
            "url": reverse("assignment:ask_back", args=[event.pk]),
        }
    }


def others(customer_id, user, without=0):
    """The user's other past ownerships of this customer: [(period, url)]."""
    rows = access.past(user).filter(customer_id=customer_id).exclude(pk=without).order_by("-at", "-pk")[:OTHERS]
    return [(f"{day(e.closes_since) or '…'} – {day(e.at)}", reverse("assignment:loss", args=[e.pk])) for e in rows]
