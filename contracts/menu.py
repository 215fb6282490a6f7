"""Menu entries of contracts and money."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.menu_entry import ADMIN, NEW, SELL, SERVE, MenuEntry

MENU = (
    MenuEntry(_("Contracts"), "contracts:list", "file-earmark-text", SELL, 30, seen_by=may_any("contract.view")),
    MenuEntry(_("Collections"), "contracts:collections", "cash-coin", SELL, 40, seen_by=may_any("contract.view")),
    MenuEntry(
        _("Customers in service"), "contracts:after_sales", "headset", SERVE, 50, seen_by=may_any("after_sales.work")
    ),
    MenuEntry(_("Expenses"), "contracts:expenses", "receipt", SELL, 60, seen_by=may_any("expense.record")),
    MenuEntry(
        _("Contract texts"),
        "contracts:texts",
        "file-earmark-font",
        ADMIN,
        100,
        seen_by=may_any("contract.view"),
        daily=may_any("text.approve"),
    ),
    MenuEntry(_("Contract"), "contracts:new", "file-earmark-plus", NEW, 40, seen_by=may_any("contract.record")),
)
