"""Keeping a filter under a name: as a tab above its list, in one's own order, for oneself or for others (row Z17)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into
from crm_project.ui.condition_page import list_of
from customers.domain import saved_filters
from customers.models import SavedFilter
from customers.models.saved_filters import CUSTOMERS
from customers.presenters.saved_tabs import saved_rows

from ..forms.saved_filter import EditFilterForm, SavedFilterForm


def _list(request):
    """The list that the address names, if the person may open it."""
    declared = list_of(request.GET.get("page") or CUSTOMERS)
    if not declared.opens(request.user):
        raise PermissionDenied
    return declared


def _saved_url(declared):
    return f"{reverse('customers:saved_filters')}?page={declared.key}"


@allowed("customer.view")
@require_http_methods(["GET", "POST"])
def save_filter(request):
    """Name the filter of the address one comes from (`page`: of which list)."""
    declared = _list(request)
    query = request.POST.get("query") if request.method == "POST" else saved_filters.canonical_query(request.GET)
    form = SavedFilterForm(posted(request), initial={"query": query}, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            row = saved_filters.save_filter(by=request.user, at=now(), page=declared.key, **form.cleaned_data)
            return redirect(f"{reverse(declared.url)}?{row.query}")
        except Refused as refusal:
            refusal_into(form, refusal)
    if not QueryDict(query or "") and not form.errors:
        return saved(request)
    context = {
        "form": form,
        "list_url": f"{reverse(declared.url)}?{query or ''}",
        "saved_url": _saved_url(declared),
        "crumbs": [(declared.label, reverse(declared.url))],
    }
    return render(request, "customers/save_filter.html", context, status=422 if form.errors else 200)


@allowed("customer.view")
@require_GET
def saved(request):
    """The tabs of a list: renamed, put in order, deleted; those of others hidden."""
    declared = _list(request)
    context = {
        "rows": saved_rows(request.user, declared),
        "list_url": reverse(declared.url),
        "crumbs": [(declared.label, reverse(declared.url))],
    }
    return render(request, "customers/saved_filters.html", context)


@allowed("customer.view")
@require_http_methods(["GET", "POST"])
def edit_filter(request, pk):
    """Rename a filter of one's own, share it with others or with nobody any more."""
    row = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    declared, shared = list_of(row.page), saved_filters.share_of(row)
    form = EditFilterForm(posted(request), initial={"name": row.name, "share": shared}, user=request.user, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            values = {"share": shared, **form.cleaned_data}
            saved_filters.edit_filter(filter_id=pk, by=request.user, at=now(), **values)
            return redirect(_saved_url(declared))
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {
        "form": form,
        "row": row,
        "saved_url": _saved_url(declared),
        "crumbs": [(declared.label, reverse(declared.url)), (_("Saved filters"), _saved_url(declared))],
    }
    return render(request, "customers/edit_filter.html", context, status=422 if form.errors else 200)


@allowed("customer.view")
@require_POST
def place_filter(request, pk, what):
    """Move a tab, or take one that others share out of the tabs."""
    row = get_object_or_404(SavedFilter, pk=pk)
    if what in ("up", "down"):
        attempt(request, saved_filters.move_filter, filter_id=pk, by=request.user, at=now(), up=what == "up")
    elif what in ("hide", "show"):
        attempt(request, saved_filters.hide_filter, filter_id=pk, by=request.user, at=now(), hidden=what == "hide")
    else:
        raise Http404
    return redirect(_saved_url(list_of(row.page)))


@allowed("customer.view")
@require_POST
def drop_filter(request, pk):
    """Delete a filter of one's own."""
    row = SavedFilter.objects.filter(pk=pk).first()
    done = _("The filter was deleted.")
    attempt(request, saved_filters.delete_filter, filter_id=pk, by=request.user, at=now(), done=done)
    return redirect(_saved_url(list_of(row.page if row else CUSTOMERS)))
