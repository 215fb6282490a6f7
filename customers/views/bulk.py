"""Several customers at once, ticked or all that the list matches: ask once, do each, list what came of it (row Nd9)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, refusal_into
from crm_project.undo.views import offering
from customers.domain import bulk, bulk_jobs

from ..forms.bulk import ClassifyForm, ReasonForm, TransferForm
from ..tasks import send_bulk
from ..undo import BULK
from .list_rows import matching

# How many are shown by name before it is done.
NAMED = 25
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
    if not may(request.user, WHAT[what][0]):
        raise PermissionDenied
    at, query = now(), request.POST.get("query", "")
    try:
        customers = _chosen(request, query, at)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(list_url(query))
    form = _form(what, request)
    if form.is_bound and form.is_valid():
        try:
            _check_unchanged(request, customers)
            return _done(request, what, customers, form.cleaned_data, query, at)
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(
        request,
        "customers/bulk.html",
        _asked(request, what, form, customers, query),
        status=422 if form.errors else 200,
    )


def _chosen(request, query, at):
    """Those ticked, or all that the list of this address shows at this moment."""
    if request.POST.get("every"):
        return bulk.matching(matching(request.user, QueryDict(query), at))
    return bulk.chosen(request.POST.getlist("ids"), request.user, at)


def _check_unchanged(request, customers):
    """Refuse where others match now than those that were shown."""
    if request.POST.get("every") and request.POST.get("mark") != bulk.mark_of(customers):
        raise Refused(
            _("Other customers match now than before: there are %(n)s. Look at them and confirm again.")
            % {"n": f"{len(customers):,}"},
            code="changed",
        )


def _asked(request, what, form, customers, query):
    every = bool(request.POST.get("every"))
    _action, title, label, _word = WHAT[what]
    return {
        "form": form,
        "customers": customers[:NAMED],
        "n": len(customers),
        "more": max(len(customers) - NAMED, 0),
        # Those ticked go on by their keys, all that match by the list's address.
        "ids": [] if every else [c.pk for c in customers],
        "every": every,
        "mark": bulk.mark_of(customers) if every else "",
        "query": query,
        "list_url": list_url(query),
        "later": len(customers) > bulk_jobs.AT_ONCE,
        "title": title,
        "label": label,
        "what": what,
    }


def list_url(query):
    """The list from which one came."""
    return f"{reverse('customers:list')}?{query}" if query else reverse("customers:list")


def _form(what, request):
    data = request.POST if request.POST.get("confirmed") else None
    if what == "transfer":
        return TransferForm(data, user=request.user)
    return ReasonForm(data) if what == "release" else ClassifyForm(data)


def _done(request, what, customers, fields, query, at):
    """Done at once and listed, or handed to a worker where there are many."""
    if len(customers) > bulk_jobs.AT_ONCE:
        job = bulk_jobs.start(what=what, customers=customers, fields=fields, query=query, by=request.user, at=at)
        send_bulk(job)
        return redirect("customers:bulk_job", job.pk)
    outcomes = bulk_jobs.do(what, customers, fields, by=request.user, at=at)
    return _result(request, outcomes, what, query, at)


def _result(request, outcomes, what, query, at):
    changed = [o for o in outcomes if not o.said]
    _action, title, _label, word = WHAT[what]
    context = {
        # What needs a look stands first.
        "outcomes": sorted(outcomes, key=lambda o: not o.said),
        "refused": len(outcomes) - len(changed),
        "done": len(changed),
        "title": title,
        "word": word,
        "list_url": list_url(query),
    }
    if changed:
        text = (
            _("Done for %(n)d of %(all)d customers.") % {"n": len(changed), "all": len(outcomes)}
            if context["refused"]
            else _("Done for all %(n)d customers.") % {"n": len(outcomes)}
        )
        done = [o.customer.pk for o in changed]
        if undoable := bulk_jobs.undo_arguments(what, done, bulk_jobs.changed_values(changed)):
            offering.done(request, text, BULK[what], at=at, **undoable)
        else:
            messages.success(request, text)
    return render(request, "customers/bulk_result.html", context)
