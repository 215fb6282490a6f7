"""Several customers at once: ask once, do each, list what came of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, refusal_into
from crm_project.undo.views import offering
from customers.domain import bulk

from ..forms.bulk import ClassifyForm, ReasonForm, TransferForm
from ..undo import BULK

# name in the address -> (action, title, label of the button, done)
WHAT = {
    "transfer": (
        "customer.transfer",
        gettext_lazy("Transfer customers"),
        gettext_lazy("Transfer"),
        gettext_lazy("transferred"),
    ),
    "release": (
        "customer.transfer",
        gettext_lazy("Release customers"),
        gettext_lazy("Release"),
        gettext_lazy("released to the pool"),
    ),
    "classify": (
        "customer.classify",
        gettext_lazy("Classify customers"),
        gettext_lazy("Classify"),
        gettext_lazy("classified"),
    ),
}


@allowed("customer.view")
@require_POST
def several(request, what):
    """The first POST (from the list) asks what is needed, the second does it."""
    if what not in WHAT:
        raise Http404
    action, title, label, done = WHAT[what]
    if not may(request.user, action):
        raise PermissionDenied
    at = now()
    try:
        customers = bulk.chosen(request.POST.getlist("ids"), request.user, at)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("customers:list")
    form = _form(what, request)
    if form.is_bound and form.is_valid():
        try:
            outcomes = _do(what, customers, form.cleaned_data, request.user, at)
            return _result(request, outcomes, title, done, what, at)
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "customers": customers, "title": title, "label": label, "what": what}
    return render(request, "customers/bulk.html", context, status=422 if form.errors else 200)


def _form(what, request):
    data = request.POST if request.POST.get("confirmed") else None
    if what == "transfer":
        return TransferForm(data, user=request.user)
    return ReasonForm(data) if what == "release" else ClassifyForm(data)


def _do(what, customers, fields, by, at):
    if what == "classify":
        return bulk.classify(customers, by=by, at=at, fields=fields)
    return getattr(bulk, what)(customers, by=by, at=at, **fields)


def _result(request, outcomes, title, done, what, at):
    refused = [o for o in outcomes if o.said]
    context = {
        "outcomes": outcomes,
        "refused": len(refused),
        "done": len(outcomes) - len(refused),
        "title": title,
        "word": done,
    }
    changed = [o for o in outcomes if not o.said]
    if changed:
        text = (
            _("Done for %(n)d of %(all)d customers.") % {"n": len(changed), "all": len(outcomes)}
            if refused
            else _("Done for all %(n)d customers.") % {"n": len(outcomes)}
        )
        offering.done(request, text, BULK[what], at=at, **_offered(what, changed))
    return render(request, "customers/bulk_result.html", context)


def _offered(what, changed):
    """What an undo needs: which customers, and the values that were changed."""
    if what == "classify":
        return {"values": {str(o.customer.pk): o.values for o in changed if o.values}}
    return {"customer_ids": [o.customer.pk for o in changed]}
