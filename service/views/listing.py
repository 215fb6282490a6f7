"""Service orders as a work list: what is to be done, the next due first; unassigned, waiting, done, all (row Ni22)."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.chips import chips, hidden_fields
from crm_project.lib.paging import paged
from crm_project.lib.views import now
from service.domain import access
from service.models.choices import Status
from service.presenters import order_rows

from ..filters import OrderFilter

# {tab: which orders}; the first is shown where none is named.
TABS = {
    "open": lambda user: Q(status__in=[Status.RECORDED, Status.ACCEPTED, Status.UNDER_WAY]),
    "mine": lambda user: Q(
        assigned=user, status__in=[Status.RECORDED, Status.ACCEPTED, Status.UNDER_WAY, Status.WAITING]
    ),
    "unassigned": lambda user: Q(assigned=None, status=Status.RECORDED),
    "waiting": lambda user: Q(status=Status.WAITING),
    "done": lambda user: Q(status__in=[Status.DONE, Status.CONFIRMED]),
    "all": lambda user: Q(),
}
# What is due first; the rest by when it was reported.
BY_DUE = ("open", "mine", "unassigned")


@allowed("service.view")
@require_GET
def order_list(request):
    """By tab; search looks at the number, the subject and the customer."""
    at, tab = now(), request.GET.get("tab") if request.GET.get("tab") in TABS else "open"
    query = request.GET.get("q", "").strip()
    found = OrderFilter(request.GET, access.visible(request.user).filter(TABS[tab](request.user)), request=request)
    rows = found.qs if found.form.is_valid() else found.queryset.none()
    if query:
        rows = rows.filter(
            Q(number__iexact=query)
            | Q(subject__icontains=query)
            | Q(customer__name__icontains=query)
            | Q(customer__code__iexact=query)
        )
    by_due = tab in BY_DUE
    order = ("due_at", "id") if by_due else ("-reported_at", "-id")
    page = paged(request, rows.select_related(*access.NEAR), order=order, empty_last=by_due)
    context = {
        "page": page,
        "rows": order_rows.rows(page.rows, at),
        "tab": tab,
        "query": query,
        "tabs": _tabs(tab),
        "chips": chips(request, found),
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
    return render(
        request, "parts/filter_form.html", {"form": found.form, "action": reverse("service:orders"), "keep": keep}
    )


def _tabs(here):
    labels = {
        "open": pgettext("orders", "To do"),
        "mine": pgettext("orders", "Mine"),
        "unassigned": pgettext("orders", "Unassigned"),
        "waiting": pgettext("order", "Waiting"),
        "done": pgettext("orders", "To be closed"),
        "all": _("All"),
    }
    return [
        {"label": label, "url": f"{reverse('service:orders')}?tab={key}", "active": key == here}
        for key, label in labels.items()
    ]
