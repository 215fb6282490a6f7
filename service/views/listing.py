"""Service orders as a work list: what is to be done, the next due first; unassigned, waiting, done, all (row Ni22)."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.chips import chips, hidden_fields
from crm_project.lib.conditions import address
from crm_project.lib.conditions.chosen import chosen
from crm_project.lib.paging import paged
from crm_project.lib.views import now
from crm_project.ui.condition_page import advanced
from customers.presenters.saved_tabs import saved_frame
from service.domain import access
from service.presenters import order_rows
from service.rules.steps import CONFIRMED, DONE, OPEN, RUNNING, TO_DO, WAITING

from ..conditions import ORDERS
from ..filters import OrderFilter


def _own(user):
    """What one works on; of those who do not work in service, what they recorded."""
    return Q(assigned=user) if access.works(user) else Q(recorded_by=user)


# {tab: (its name, which orders)}; the first is shown where none is named.
TABS = {
    "open": (pgettext_lazy("orders", "To do"), lambda user: Q(status__in=TO_DO)),
    "mine": (pgettext_lazy("orders", "Mine"), lambda user: _own(user) & Q(status__in=OPEN)),
    "unassigned": (pgettext_lazy("orders", "Unassigned"), lambda user: Q(assigned=None, status__in=RUNNING)),
    "waiting": (pgettext_lazy("order", "Waiting"), lambda user: Q(status=WAITING)),
    "done": (pgettext_lazy("orders", "To be closed"), lambda user: Q(status__in=[DONE, CONFIRMED])),
    "all": (_("All"), lambda user: Q()),
}
# What is due first; the rest by when it was reported.
BY_DUE = ("open", "mine", "unassigned")


@allowed("service.view")
@require_GET
def order_list(request):
    """By tab; search looks at the number, the subject and the customer."""
    at, tab = now(), request.GET.get("tab") if request.GET.get("tab") in TABS else "open"
    query = request.GET.get("q", "").strip()
    _label, among = TABS[tab]
    found = OrderFilter(request.GET, access.visible(request.user).filter(among(request.user)), request=request)
    rows = found.qs if found.form.is_valid() else found.queryset.none()
    if query:
        rows = rows.filter(
            Q(number__iexact=query)
            | Q(subject__icontains=query)
            | Q(customer__name__icontains=query)
            | Q(customer__code__iexact=query)
        )
    where = chosen(ORDERS, request.GET, request.user, at)
    if where:
        rows = rows.filter(where.query)
    on, by_due = chips(request, found), tab in BY_DUE
    order = ("due_at", "id") if by_due else ("-reported_at", "-id")
    page = paged(
        request, rows.select_related(*order_rows.NEAR).only(*order_rows.COLUMNS), order=order, empty_last=by_due
    )
    context = {
        "page": page,
        "rows": order_rows.rows(page.rows, at),
        "tab": tab,
        "query": query,
        "tabs": _tabs(tab),
        "chips": on,
        **advanced(request, ORDERS, where),
        **saved_frame(request.user, request.GET, ORDERS, narrowed=bool(on or query or where) and not where.problems),
        "keep": hidden_fields(request, "q"),
        "clear_url": f"{reverse('service:orders')}?tab={tab}",
        "panel_url": f"{reverse('service:filter')}?{request.GET.urlencode()}",
        "may_record": may(request.user, "service.record"),
        "may_import": access.manages(request.user),
    }
    return render(request, "service/list.html", context)


@allowed("service.view")
@require_GET
def filter_panel(request):
    """The side panel, loaded when it is opened."""
    found = OrderFilter(request.GET, access.visible(request.user), request=request)
    keep = [(name, request.GET[name]) for name in ("tab", "q") if request.GET.get(name)]
    keep += [(name, value) for name in address.PARAMETERS for value in request.GET.getlist(name)]
    return render(
        request, "parts/filter_form.html", {"form": found.form, "action": reverse("service:orders"), "keep": keep}
    )


def _tabs(here):
    return [
        {"label": label, "url": f"{reverse('service:orders')}?tab={key}", "active": key == here}
        for key, (label, _among) in TABS.items()
    ]
