"""Keeping a filter under a name, for oneself or for everybody."""

from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into
from customers.domain import saved_filters

from ..forms.saved_filter import SavedFilterForm


@allowed("customer.view")
@require_http_methods(["GET", "POST"])
def save_filter(request):
    """Name the filter of the address one comes from; below, one's own filters to be deleted."""
    query = request.POST.get("query") if request.method == "POST" else saved_filters.canonical_query(request.GET)
    form = SavedFilterForm(posted(request), initial={"query": query})
    if request.method == "POST" and form.is_valid():
        try:
            row = saved_filters.save_filter(by=request.user, at=now(), **form.cleaned_data)
            return redirect(f"{reverse('customers:list')}?{row.query}")
        except Refused as refusal:
            refusal_into(form, refusal)
    own = request.user.saved_filters.order_by("name")
    conditions = [(name, ", ".join(values)) for name, values in QueryDict(query or "").lists()]
    return render(
        request,
        "customers/save_filter.html",
        {"form": form, "own": own, "said": conditions},
        status=422 if form.errors else 200,
    )


@allowed("customer.view")
@require_POST
def drop_filter(request, pk):
    """Delete a filter of one's own."""
    attempt(
        request, saved_filters.delete_filter, filter_id=pk, by=request.user, at=now(), done=_("The filter was deleted.")
    )
    return redirect("customers:save_filter")
