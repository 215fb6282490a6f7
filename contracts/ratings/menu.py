"""Menu entries of credit grades."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any, may_any_beyond_own
from crm_project.lib.menu_entry import ADMIN, SELL, MenuEntry

MENU = (
    MenuEntry(
        _("Credit grades"),
        "ratings:list",
        "award",
        SELL,
        70,
        seen_by=may_any("rating.view"),
        daily=may_any_beyond_own("rating.view"),
    ),
    MenuEntry(
        _("Key customers"),
        "ratings:key_customers",
        "gem",
        SELL,
        80,
        seen_by=may_any("rating.view"),
        daily=may_any_beyond_own("rating.view"),
    ),
    MenuEntry(
        _("Scorecards"),
        "ratings:scorecards",
        "ui-checks-grid",
        ADMIN,
        110,
        seen_by=may_any("rating.view", "rating.manage"),
        daily=may_any("rating.manage"),
    ),
)
