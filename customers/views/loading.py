"""The one way to a page about a customer: through permission, past the merged ones, with a reason where the file is restricted."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignment.domain.access import past
from crm_project.accounts.decorators import allowed
from crm_project.audit.domain.looks import record_look
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into
from customers.domain import access
from customers.domain.access.gate import pass_gate

from ..forms.look import LookForm


def customer_page(view):
    """The view gets (request, customer, ownership, at, …) for a customer that the user may open now; else 404, or the gate."""

    @allowed("customer.view")
    @wraps(view)
    def inner(request, pk, **rest):
        at = now()
        customer, ownership = access.opened(request.user, pk, at)
        if customer is None:
            return _formerly(request, pk)
        if customer.merged_into_id:
            return _survivor(request, customer)
        pass_gate(request.user, customer, ownership, at)
        return view(request, customer, ownership, at, **rest)

    return inner


def safe_target(request, otherwise):
    """Where the address or the form says to go on (`next`), if it is a page of ours."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if target.startswith("/") and ours else otherwise


# Old links and notices to these lead a former owner to what happened; everything else of the file stays shut.
TO_FORMER_OWNERS = ("customers:detail", "assignment:why")


def _formerly(request, pk):
    """The explanation of one's own last ownership in place of a file that one may not open any more; else 404."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    if request.method not in ("GET", "HEAD") or here not in TO_FORMER_OWNERS:
        raise Http404
    last = past(request.user).filter(customer_id=pk).order_by("-at", "-pk").first()
    if last is None:
        raise Http404
    messages.info(request, _("You no longer own this customer. These are the reasons, as recorded at that time."))
    return redirect("assignment:loss", last.pk)


def _survivor(request, customer):
    messages.info(request, _("“%(name)s” was merged into this customer.") % {"name": customer.name})
    return redirect("customers:detail", customer.merged_into_id)


@allowed("customer.view")
@require_http_methods(["GET", "POST"])
def open_restricted(request, pk):
    """Ask why a restricted file is opened, and log it (M10)."""
    at = now()
    customer, ownership = access.opened(request.user, pk, at)
    if customer is None or customer.merged_into_id:
        raise Http404
    target = safe_target(request, reverse("customers:detail", args=[pk]))
    guard = access.guards(request.user, customer, ownership)
    if guard == "closed":
        raise PermissionDenied
    if not guard:
        return redirect(target)
    form = LookForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            record_look(by=request.user, customer=customer, reason=form.cleaned_data["reason"], at=at)
            return redirect(target)
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "customer": customer, "next": target}
    return render(request, "customers/look.html", context, status=422 if form.errors else 200)
