"""What of service the search in the top bar finds (row Ni22)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.search_kind import SearchKind
from service.presenters import search_hits

KINDS = (
    SearchKind(
        "orders",
        _("Service orders"),
        "tools",
        75,
        search_hits.order_hits,
        seen_by=may_any("service.view"),
        page=search_hits.ORDER,
        named=search_hits.orders_named,
        list_page="service:orders",
    ),
)
