"""What a customer needs: written, confirmed, and what stood there before (row Nh8)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.lib.views import attempt, attempt_form, back, origin, posted
from customers.domain import needs as domain
from customers.domain.access import may_edit
from customers.domain.access.masking import mask_for
from customers.presenters import needs as words

from ..forms.needs import NeedsForm
from .loading import customer_page


@require_http_methods(["GET", "POST"])
@customer_page
def needs(request, customer, ownership, at):
    """Write what the customer needs, and read what stood there before."""
    mask = mask_for(request.user, customer, ownership, at)
    form = None
    if not customer.removed_at and may_edit(request.user, customer, ownership):
        form = NeedsForm(posted(request), initial={"needs": customer.needs}).hide_numbers(mask.text)
    elif request.method == "POST":
        raise PermissionDenied
    if form is not None and attempt_form(form, domain.write_needs, customer_id=customer.pk, by=request.user, at=at):
        messages.success(request, _("Saved."))
        return back(request, reverse("customers:detail", args=[customer.pk]) + "?part=file#needs")
    context = {
        "customer": customer,
        "form": form,
        "needs": words.card(customer, ownership, request.user, mask, at),
        "earlier": words.earlier(domain.earlier(customer), mask),
        "next": origin(request),
    }
    return render(request, "customers/needs.html", context, status=422 if form is not None and form.errors else 200)


@require_POST
@customer_page
def confirm(request, customer, ownership, at):
    """The needs are still as written."""
    if not domain.may_confirm(request.user, customer, ownership):
        raise PermissionDenied
    done = _("The needs are confirmed as of today.")
    attempt(request, domain.confirm_needs, done=done, customer_id=customer.pk, by=request.user, at=at)
    return back(request, reverse("customers:detail", args=[customer.pk]) + "?part=file#needs")
