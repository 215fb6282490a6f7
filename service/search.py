"""What of service the search in the top bar finds (rows Ni22, M16, T23)."""

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
    SearchKind(
        "remedial_plans",
        _("Remedial plans"),
        "clipboard-check",
        76,
        search_hits.plan_hits,
        page=search_hits.PLAN,
        named=search_hits.plans_named,
        list_page="service:remedial",
        list_seen_by=may_any("service.view"),
    ),
    SearchKind(
        "return_visits",
        _("Return visits"),
        "chat-square-heart",
        77,
        search_hits.visit_hits,
        seen_by=may_any("service.view"),
        page=search_hits.VISIT,
        named=search_hits.visits_named,
        list_page="service:visits",
    ),
)
