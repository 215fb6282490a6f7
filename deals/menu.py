"""Menu entries of deals and prices."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any, may_any_beyond_own
from crm_project.lib.menu_entry import ADMIN, NEW, SELL, STEER, MenuEntry

MENU = (
    MenuEntry(_("Deals"), "deals:board", "kanban", SELL, 10, seen_by=may_any("deal.view")),
    MenuEntry(_("Quotes"), "deals:quotes", "file-earmark-ruled", SELL, 20, seen_by=may_any("deal.view")),
    MenuEntry(
        _("Sales plans"),
        "deals:plans",
        "bullseye",
        STEER,
        40,
        seen_by=may_any("deal.view"),
        daily=may_any_beyond_own("deal.view"),
    ),
    MenuEntry(
        _("Sales analysis"),
        "deals:analysis",
        "graph-up",
        STEER,
        50,
        seen_by=may_any("deal.view"),
        daily=may_any_beyond_own("deal.view"),
    ),
    MenuEntry(
        _("Products and prices"),
        "deals:products",
        "box-seam",
        ADMIN,
        80,
        seen_by=may_any("deal.view"),
        daily=may_any("product.manage"),
    ),
    MenuEntry(_("Deal stages"), "deals:pipelines", "bar-chart-steps", ADMIN, 90, seen_by=may_any("product.manage")),
    MenuEntry(_("Deal"), "deals:new", "kanban", NEW, 30, seen_by=may_any("deal.work")),
)
