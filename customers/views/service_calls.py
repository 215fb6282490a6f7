"""Whether service may call a customer: marked so, or allowed by the owner's written reason (row Nf15)."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm_project.lib.time import local_date, minute
from crm_project.lib.views import attempt, attempt_form
from customers.domain import service_calls
from customers.domain.access.masking import mask_for

from ..forms.service_calls import AllowCallForm, NoCallsForm
from .loading import customer_page

SHOWN = 20
ALLOWED_DAYS = 7


@require_GET
@customer_page
def overview(request, customer, ownership, at):
    """The mark, the reason that holds, and those before."""
    return _page(request, customer, ownership, at)


@require_POST
@customer_page
def mark(request, customer, ownership, at):
    """No service calls from now on."""
    if not service_calls.may_mark(request.user, customer, ownership):
        raise PermissionDenied
    form = NoCallsForm(request.POST)
    done = _("Service neither calls nor visits this customer from now on.")
    return _asking(request, customer, ownership, at, form, service_calls.set_mark, done, "mark_form")


@require_POST
@customer_page
def clear(request, customer, ownership, at):
    """Service may call again."""
    if not service_calls.may_mark(request.user, customer, ownership):
        raise PermissionDenied
    done = _("Service may call this customer again.")
    attempt(request, service_calls.clear_mark, customer_id=customer.pk, by=request.user, at=at, done=done)
    return redirect("customers:service_calls", customer.pk)


@require_POST
@customer_page
def allow(request, customer, ownership, at):
    """The owner's written reason for a call all the same."""
    if not service_calls.may_allow(request.user, customer, ownership):
        raise PermissionDenied
    form = AllowCallForm(request.POST)
    done = _("Service may call or visit until that day.")
    return _asking(request, customer, ownership, at, form, service_calls.allow_call, done, "allow_form")


def _asking(request, customer, ownership, at, form, verb, done, name):
    if attempt_form(form, verb, customer_id=customer.pk, by=request.user, at=at):
        messages.success(request, done)
        return redirect("customers:service_calls", customer.pk)
    return _page(request, customer, ownership, at, status=422, **{name: form})


def _page(request, customer, ownership, at, *, mark_form=None, allow_form=None, status=200):
    marked, reason = service_calls.mark_of(customer), service_calls.reason_of(customer, at)
    mask = mask_for(request.user, customer, ownership, at)
    marked, reason = marked and mask.row(marked), reason and mask.row(reason)
    reasons = [mask.row(row) for row in customer.service_call_reasons.select_related("by")[:SHOWN]]
    context = {
        "customer": customer,
        "owner": ownership.owner if ownership else None,
        "marked": marked,
        "marked_at": minute(marked.at) if marked else "",
        "closed": customer.vip or bool(marked),
        "reason": reason,
        "reasons": [(row, minute(row.at)) for row in reasons],
        "may_mark": service_calls.may_mark(request.user, customer, ownership),
        "may_allow": service_calls.may_allow(request.user, customer, ownership),
        "mark_form": mark_form or NoCallsForm(),
        "allow_form": allow_form or AllowCallForm(initial={"until": local_date(at) + timedelta(days=ALLOWED_DAYS)}),
        "crumbs": [(customer.name, f"{reverse('customers:detail', args=[customer.pk])}?part=service")],
    }
    return render(request, "customers/service_calls.html", context, status=status)
