"""The page on which the conditions of a list are put together, and what the list shows of them."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRedirect

from crm_project import catalogue
from crm_project.lib.conditions import address
from crm_project.lib.conditions.builder import DO, Builder
from crm_project.lib.conditions.chosen import Chosen
from crm_project.lib.conditions.declaration import ListConditions
from crm_project.ops.private_search import PrivateQuery, linked

# Where in a list one is: conditions begin at its first page.
PASSING = ("after", "before", "page", "count")
KEPT = "kept"


def list_of(key: str) -> ListConditions:
    """The conditions that an app declares for the list of this key, else 404."""
    declared = catalogue.condition_lists().get(key)
    if declared is None:
        raise Http404
    return declared


def advanced(request: HttpRequest, declared: ListConditions, where: Chosen) -> dict[str, Any]:
    """What `parts/filter_bar.html` and `parts/condition_problems.html` show of the conditions."""
    return {
        "where_url": f"{reverse('ui:conditions', args=[declared.key])}?{request.GET.urlencode()}",
        "where_number": where.number,
        "where_chips": where.chips(request.GET, passing=PASSING),
        "where_problems": where.problems,
    }


def _kept(params: QueryDict) -> QueryDict:
    """The rest of the list's address, which the form hands on in one field."""
    if DO in params:
        return PrivateQuery(params.get(KEPT, ""), mutable=True)
    rest = PrivateQuery(mutable=True)
    for name, values in params.lists():
        if name not in PASSING:
            rest.setlist(name, [linked(value) if name == "q" else value for value in values])
    return rest


@login_required
@require_GET
def conditions(request: HttpRequest, key: str) -> HttpResponse:
    """Put conditions together; done, they lead to the list."""
    declared = list_of(key)
    if not declared.opens(request.user):
        raise PermissionDenied
    by_script = request.headers.get("HX-Request") == "true"
    builder, kept = Builder(declared, request.GET, request.user), _kept(request.GET)
    listed = address.replaced(kept, address.Tree())
    if builder.done:
        address_of_list = f"{reverse(declared.url)}?{address.replaced(kept, builder.tree()).urlencode()}"
        return (HttpResponseClientRedirect if by_script else HttpResponseRedirect)(address_of_list)
    context = {
        "builder": builder,
        "declared": declared,
        "kept": listed.urlencode(),
        "list_url": f"{reverse(declared.url)}?{kept.urlencode()}",
        "crumbs": [(declared.label, f"{reverse(declared.url)}?{kept.urlencode()}")],
        "title": _("Advanced filter"),
    }
    wrong = any(one.form.errors for one in builder.rows)
    name = "parts/conditions_form.html" if by_script and builder.asked else "parts/conditions.html"
    return render(request, name, context, status=422 if wrong and builder.asked and not by_script else 200)
