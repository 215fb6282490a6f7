"""The lists that orders are described with: kinds, categories, causes (row Ni21)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import attempt, attempt_form, now, posted
from customers.forms.lists import ListItemForm
from customers.presenters.managed_list import entry_rows
from service.domain import lists
from service.models import ServiceOrder

from ..forms.lists import NewCategoryForm

NAMES = {"kinds": gettext_lazy("Kinds"), "categories": gettext_lazy("Categories"), "causes": gettext_lazy("Causes")}
COLUMNS = {"kinds": "kind", "categories": "category", "causes": "cause"}


@allowed("service.manage")
@require_http_methods(["GET", "POST"])
def entries(request, which):
    """One list with how often each entry is used; the form beside it adds one."""
    if which not in lists.LISTS:
        raise Http404
    form = (NewCategoryForm if which == "categories" else ListItemForm)(posted(request))
    if row := attempt_form(form, lists.save, which=which, by=request.user, at=now()):
        messages.success(request, _("“%(name)s” was added.") % {"name": row})
        return redirect("service:list", which)
    context = {
        "rows": entry_rows(
            _rows(which), ServiceOrder.objects.all(), COLUMNS[which], lambda what, pk: _url(which, what, pk)
        ),
        "form": form,
        "label": NAMES[which],
        "tabs": [
            {"label": name, "url": reverse("service:list", args=[key]), "active": key == which}
            for key, name in NAMES.items()
        ],
    }
    return render(request, "service/lists.html", context, status=422 if form.errors else 200)


def _rows(which):
    rows = lists.LISTS[which].objects.all()
    return rows.select_related("kind").order_by("kind__position", "position", "pk") if which == "categories" else rows


def _url(which, what, pk):
    return (
        reverse("service:list_entry", args=[which, pk])
        if what == "edit"
        else reverse("service:list_do", args=[which, pk, what])
    )


@allowed("service.manage")
@require_http_methods(["GET", "POST"])
def entry(request, which, pk):
    """Rename an entry."""
    if which not in lists.LISTS:
        raise Http404
    row = get_object_or_404(lists.LISTS[which], pk=pk)
    form = ListItemForm(posted(request), initial={"name": row.name, "name_zh": row.name_zh})
    if attempt_form(form, lists.save, which=which, pk=pk, by=request.user, at=now()):
        return redirect("service:list", which)
    context = {"form": form, "row": row, "label": NAMES[which], "back": reverse("service:list", args=[which])}
    return render(request, "parts/list_entry.html", context, status=422 if form.errors else 200)


@allowed("service.manage")
@require_POST
def do(request, which, pk, what):
    """Switch an entry off or on, or move it."""
    if which not in lists.LISTS or what not in ("switch", "up", "down"):
        raise Http404
    get_object_or_404(lists.LISTS[which], pk=pk)
    if what == "switch":
        attempt(request, lists.switch, which=which, pk=pk, by=request.user, at=now())
    else:
        attempt(request, lists.move, which=which, pk=pk, up=what == "up", by=request.user, at=now())
    return redirect("service:list", which)
