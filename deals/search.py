"""What of deals the search in the top bar finds (rows Na9, Na11)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.search_kind import SearchKind
from deals.presenters import search_hits

KINDS = (
    SearchKind(
        "deals",
        _("Deals"),
        "kanban",
        40,
        search_hits.deal_hits,
        seen_by=may_any("deal.view"),
        page=search_hits.DEAL,
        named=search_hits.deals_named,
        list_page="deals:list",
    ),
    SearchKind(
        "quotes",
        _("Quotes"),
        "file-earmark-ruled",
        50,
        search_hits.quote_hits,
        seen_by=may_any("deal.view"),
        page=search_hits.QUOTE,
        named=search_hits.quotes_named,
        list_page="deals:quotes",
    ),
)
