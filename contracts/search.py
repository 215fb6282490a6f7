"""What of contracts and money the search in the top bar finds (rows Nc15, T20)."""

from django.utils.translation import gettext_lazy as _

from contracts.presenters import search_hits
from crm_project.accounts.domain.access import may_any
from crm_project.lib.search_kind import SearchKind

KINDS = (
    SearchKind(
        "contracts",
        _("Contracts"),
        "file-earmark-text",
        60,
        search_hits.contract_hits,
        seen_by=may_any("contract.view"),
        page=search_hits.CONTRACT,
        named=search_hits.contracts_named,
        list_page="contracts:list",
    ),
    SearchKind(
        "payments",
        _("Payments"),
        "cash-coin",
        70,
        search_hits.payment_hits,
        seen_by=may_any("contract.view"),
        page=search_hits.PAYMENT,
        named=search_hits.payments_named,
        list_page="contracts:payments",
    ),
)
