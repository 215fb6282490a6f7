"""One service order: how its clock stands and why, what may be done with it, what happened (row Ni21)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_project.lib.time import minute
from service.domain import access
from service.domain.remedial import access as remedial_access
from service.domain.targets import stored, versions
from service.presenters import clock, history, steps, tones

from ..forms.order import AssignForm, CancelForm, FinishForm, ReopenForm, WaitForm
from .loading import order_page


@order_page
@require_GET
def detail(request, order, at):
    """The page of the order."""
    return page(request, order, at)


def page(request, order, at, *, forms=None, status=200):
    """The order with the forms of what comes next; those refused (`forms`, by name) come back filled."""
    user, forms = request.user, forms or {}
    targets = versions.targets_at(at)
    standing = stored.standings([order], at, targets)[order.pk]
    waits = list(order.waits.all())
    may = access.steps(user, order)
    context = {
        "order": order,
        "status_tone": tones.STATUSES[order.status],
        "priority_tone": tones.PRIORITIES[order.priority],
        "steps": steps.line(order),
        "buttons": steps.buttons(order, may),
        "clocks": clock.lines(standing, targets.remind_at),
        "why": clock.why(order, waits, standing),
        "waits_now": next((wait for wait in waits if wait.until is None), None),
        "facts": _facts(order),
        "done_facts": _done_facts(order),
        "entries": history.entries(order),
        "may": may,
        "later": order.reopened_as.first(),
        "may_begin": remedial_access.may_begin(user, order.customer),
        "plans": list(remedial_access.visible(user, at).filter(order=order).order_by("pk")),
        "wait_form": forms.get("wait") or WaitForm(initial={"waits_for": "customer"}),
        "finish_form": forms.get("finish") or FinishForm(),
        "cancel_form": forms.get("cancel") or CancelForm(),
        "reopen_form": forms.get("reopen") or ReopenForm(),
        "assign_form": forms.get("assign") or AssignForm(initial={"person": order.assigned_id}),
        "crumbs": [
            (_("Service orders"), reverse("service:orders")),
            (order.customer.name, reverse("customers:detail", args=[order.customer_id])),
        ],
    }
    return render(request, "service/detail.html", context, status=status)


def _facts(order):
    contact = order.contact
    return [
        (_("Kind"), f"{order.kind} · {order.category}" if order.category else str(order.kind)),
        (_("Product"), order.product),
        (_("Contact"), contact.name if contact else ""),
        (_("Reported"), f"{minute(order.reported_at)} · {order.get_channel_display()}"),
        (_("Reported by"), order.reported_by),
        (_("Assigned to"), str(order.assigned) if order.assigned else ""),
        (_("Recorded by"), f"{order.recorded_by or ''} · {minute(order.recorded_at)}"),
    ]


def _done_facts(order):
    if not order.done_at:
        return []
    return [
        (_("Done"), minute(order.done_at)),
        (_("Cause"), str(order.cause) if order.cause else ""),
        (_("Hours of work"), f"{order.hours.normalize():f}" if order.hours is not None else ""),
        (_("Confirmed by the customer"), minute(order.confirmed_at)),
    ]
