"""Showing masked fields of one customer for a reason, which is kept (rows Nb4, Nf15)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_project.accounts.domain.masks import KINDS
from crm_project.lib.refused import Refused
from crm_project.lib.views import posted, refusal_into
from customers.domain.access.masking import mask_for
from customers.domain.access.masking import reveal as show

from ..forms.look import RevealForm
from .loading import customer_page, safe_target


@require_http_methods(["GET", "POST"])
@customer_page
def reveal(request, customer, ownership, at):
    """Ask what the numbers are needed for, and show them for four hours."""
    target = safe_target(request, f"{reverse('customers:detail', args=[customer.pk])}?part=contacts")
    mask = mask_for(request.user, customer, ownership, at)
    if not mask:
        return redirect(target)
    if not mask.askable:
        raise PermissionDenied(_("Your role can't see these fields of this customer: ask its owner."))
    form = RevealForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            show(customer=customer, ownership=ownership, by=request.user, reason=form.cleaned_data["reason"], at=at)
            return redirect(target)
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {
        "form": form,
        "customer": customer,
        "next": target,
        "what": _(", ").join(str(label) for kind, label in KINDS.items() if kind in mask.askable),
    }
    return render(request, "customers/reveal.html", context, status=422 if form.errors else 200)
