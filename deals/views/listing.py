"""Deals as a list with filters: the open ones by closing date, the closed ones newest first (row Nf1)."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.accounts.presenters.list_layout import ListLayout
from crm_project.lib.chips import chips, hidden_fields
from crm_project.lib.conditions import address
from crm_project.lib.conditions.chosen import chosen
from crm_project.lib.paging import paged
from crm_project.lib.time import local_date
from crm_project.lib.views import now
from crm_project.ui.condition_page import advanced
from customers.domain.access.guessing import holds
from customers.domain.access.masking import shown
from customers.presenters.saved_tabs import saved_frame
from deals.domain import access
from deals.models.choices import Status

from ..conditions import DEALS
from ..filters import DealFilter
from ..list_columns import CLOSED_DEALS, OPEN_DEALS
from .board import tabs


@allowed("deal.view")
@require_GET
def deal_list(request):
    """By status; search looks at the project and the customer."""
    status = request.GET.get("status") if request.GET.get("status") in Status.values else Status.OPEN.value
    at, query = now(), request.GET.get("q", "").strip()
    found = DealFilter(request.GET, access.visible(request.user).filter(status=status), request=request, at=at)
    rows = found.qs if found.form.is_valid() else found.queryset.none()
    if query:
        rows = rows.filter(
            holds(request.user, "name", query) | Q(customer__name__icontains=query) | Q(customer__code__iexact=query)
        )
    order = ("expected_close", "id") if status == Status.OPEN else ("-closed_at", "-id")
    where = chosen(DEALS, request.GET, request.user, at)
    if where:
        rows = rows.filter(where.query)
    on = chips(request, found)
    layout = ListLayout(OPEN_DEALS if status == Status.OPEN else CLOSED_DEALS, request.user)
    page = paged(request, rows.select_related("customer", *layout.near), order=order)
    clear = f"{reverse('deals:list')}?status={status}"
    context = {
        "page": page,
        "status": status,
        "query": query,
        "tabs": tabs(status),
        "layout": layout,
        "body": layout.body(shown(request.user, page.rows), local_date(at)),
        "chips": on,
        **advanced(request, DEALS, where),
        **saved_frame(request.user, request.GET, DEALS, narrowed=bool(on or query or where) and not where.problems),
        "keep": hidden_fields(request, "q"),
        "clear_url": clear,
        "panel_url": f"{reverse('deals:filter')}?{request.GET.urlencode()}",
    }
    return render(request, "deals/list.html", context)


@allowed("deal.view")
@require_GET
def filter_panel(request):
    """The side panel, loaded when it is opened."""
    found = DealFilter(request.GET, access.visible(request.user), request=request, at=now())
    keep = [(name, request.GET[name]) for name in ("status", "q") if request.GET.get(name)]
    keep += [(name, value) for name in address.PARAMETERS for value in request.GET.getlist(name)]
    return render(
        request, "parts/filter_form.html", {"form": found.form, "action": reverse("deals:list"), "keep": keep}
    )
