"""Which orders the list and the board show: by tab, by what was searched, by filters and conditions (row Ni22)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may
from crm_project.lib.chips import chips, hidden_fields
from crm_project.lib.conditions.chosen import Chosen, chosen
from crm_project.ui.condition_page import advanced
from customers.presenters.saved_tabs import saved_frame
from service.domain import access
from service.domain.finding import in_list
from service.models import ServiceOrder
from service.rules.steps import CONFIRMED, DONE, OPEN, RUNNING, TO_DO, WAITING

from ..conditions import ORDERS
from ..filters import OrderFilter


def _own(user):
    """What one works on; of those who do not work in service, what they recorded."""
    return Q(assigned=user) if access.works(user) else Q(recorded_by=user)


# {tab: (its name, which orders)}; the first is shown where none is named.
LISTED = {
    "open": (pgettext_lazy("orders", "To do"), lambda user: Q(status__in=TO_DO)),
    "mine": (pgettext_lazy("orders", "Mine"), lambda user: _own(user) & Q(status__in=OPEN)),
    "unassigned": (pgettext_lazy("orders", "Unassigned"), lambda user: Q(assigned=None, status__in=RUNNING)),
    "waiting": (pgettext_lazy("order", "Waiting"), lambda user: Q(status=WAITING)),
    "done": (pgettext_lazy("orders", "To be closed"), lambda user: Q(status__in=[DONE, CONFIRMED])),
    "all": (_("All"), lambda user: Q()),
}
# On the board a status is a column.
ON_BOARD = {
    "open": (pgettext_lazy("orders", "Open"), lambda user: Q(status__in=OPEN)),
    "mine": LISTED["mine"],
    "unassigned": LISTED["unassigned"],
}
# {view: (its name, icon)}; the list is shown where none is named.
VIEWS = {
    "": (pgettext_lazy("orders", "List"), "list-ul"),
    "board": (pgettext_lazy("orders", "By status"), "kanban"),
    "people": (pgettext_lazy("orders", "By person"), "people"),
}


@dataclass(frozen=True)
class Narrowed:
    """The orders that were asked for, and what asked for them."""

    rows: QuerySet[ServiceOrder]
    view: str
    tab: str
    query: str
    chips: list[dict[str, str]]
    where: Chosen

    @property
    def any(self) -> bool:
        """Whether anything but the tab narrows them."""
        return bool(self.chips or self.query or self.where)


def narrowed(request, at) -> Narrowed:
    """By what the address says; search looks at the number, the subject and the customer."""
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else ""
    tabs = ON_BOARD if view else LISTED
    tab = request.GET.get("tab") if request.GET.get("tab") in tabs else "open"
    query = request.GET.get("q", "").strip()
    found = OrderFilter(request.GET, access.visible(request.user).filter(tabs[tab][1](request.user)), request=request)
    rows = found.qs if found.form.is_valid() else found.queryset.none()
    if query:
        rows = rows.filter(in_list(request.user, query))
    where = chosen(ORDERS, request.GET, request.user, at)
    if where:
        rows = rows.filter(where.query)
    return Narrowed(rows, view, tab, query, chips(request, found), where)


def frame(request, shown: Narrowed) -> dict[str, Any]:
    """What stands around list and board alike."""
    root = reverse("service:orders")
    view = f"&view={shown.view}" if shown.view else ""
    return {
        "tab": shown.tab,
        "query": shown.query,
        "tabs": [
            {"label": label, "url": f"{root}?tab={key}{view}", "active": key == shown.tab}
            for key, (label, _among) in (ON_BOARD if shown.view else LISTED).items()
        ],
        "views": _views(request, shown.view),
        "chips": shown.chips,
        **advanced(request, ORDERS, shown.where),
        **saved_frame(request.user, request.GET, ORDERS, narrowed=shown.any and not shown.where.problems),
        "keep": hidden_fields(request, "q"),
        "clear_url": f"{root}?tab={shown.tab}{view}",
        "panel_url": f"{reverse('service:filter')}?{request.GET.urlencode()}",
        "may_record": may(request.user, "service.record"),
        "may_import": access.manages(request.user),
    }


def _views(request, here):
    """The same orders as list and as boards."""
    out = []
    for view, (label, icon) in VIEWS.items():
        query = request.GET.copy()
        for name in ("view", "after", "before"):
            query.pop(name, None)
        if view:
            query["view"] = view
        out.append({"label": label, "icon": icon, "url": f"?{query.urlencode()}", "active": view == here})
    return out
