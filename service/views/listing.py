"""Service orders as a work list: what is to be done, the next due first; unassigned, waiting, done, all; or as a board (row Ni22)."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.accounts.presenters.list_layout import ListLayout
from crm_project.lib.conditions import address
from crm_project.lib.paging import paged
from crm_project.lib.views import now
from customers.domain.access.masking import shown
from service.domain import access
from service.presenters import board, order_rows

from ..filters import OrderFilter
from ..list_columns import ORDERS
from .narrowing import frame, narrowed

# What is due first; the rest by when it was reported.
BY_DUE = ("open", "mine", "unassigned")
BOARDS = {"board": board.by_status, "people": board.by_person}


@allowed("service.view")
@require_GET
def order_list(request):
    """By tab, as a list or as a board (`?view=`)."""
    at = now()
    narrow = narrowed(request, at)
    context = frame(request, narrow)
    if narrow.view:
        context["board"] = BOARDS[narrow.view](request.user, narrow.rows, at, _all_of(request, narrow.tab))
        return render(request, "service/board.html", context)
    by_due = narrow.tab in BY_DUE
    order = ("due_at", "id") if by_due else ("-reported_at", "-id")
    rows = narrow.rows.select_related(*order_rows.NEAR).only(*order_rows.COLUMNS)
    page = paged(request, rows, order=order, empty_last=by_due)
    layout, found = ListLayout(ORDERS, request.user), order_rows.rows(shown(request.user, page.rows), at)
    context |= {"page": page, "rows": found, "layout": layout, "body": layout.body(found)}
    return render(request, "service/list.html", context)


def _all_of(request, tab):
    """address(name=value, …) of the list of all that a column of the board holds, narrowed as the board is."""
    params = request.GET.copy()
    params.pop("view", None)
    params["tab"] = "all" if tab == "open" else tab

    def address_of(**given):
        query = params.copy()
        for name, value in given.items():
            query[name] = value
        return f"{reverse('service:orders')}?{query.urlencode()}"

    return address_of


@allowed("service.view")
@require_GET
def filter_panel(request):
    """The side panel, loaded when it is opened."""
    found = OrderFilter(request.GET, access.visible(request.user), request=request)
    keep = [(name, request.GET[name]) for name in ("view", "tab", "q") if request.GET.get(name)]
    keep += [(name, value) for name in address.PARAMETERS for value in request.GET.getlist(name)]
    return render(
        request, "parts/filter_form.html", {"form": found.form, "action": reverse("service:orders"), "keep": keep}
    )
