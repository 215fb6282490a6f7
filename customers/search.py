"""What of customers the search in the top bar finds (rows Nc2, Nc4, Ni5)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.search_kind import SearchKind
from customers.presenters import search_hits

KINDS = (
    SearchKind(
        "numbers", _("Phone numbers"), "telephone", 10, search_hits.number_hits, seen_by=may_any("customer.view")
    ),
    SearchKind(
        "customers",
        _("Customers"),
        "building",
        20,
        search_hits.customer_hits,
        seen_by=may_any("customer.view"),
        page=search_hits.DETAIL,
        named=search_hits.customers_named,
        list_page="customers:list",
    ),
    SearchKind("formerly", _("Previously yours"), "clock-history", 25, search_hits.former_hits),
    SearchKind(
        "contacts", _("Contacts"), "person-lines-fill", 30, search_hits.contact_hits, seen_by=may_any("customer.view")
    ),
)
