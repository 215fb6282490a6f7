"""What an app declares of its pages for the menu.

An app lists its entries as `MENU` in `<app>/menu.py`; `crm_project.catalogue` gathers them, `crm_project.ui.navigation` shows them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DAY, SELL, SERVE, DECIDE, STEER, ADMIN, HELP = "day", "sell", "serve", "decide", "steer", "admin", "help"
NEW = "new"  # the New menu at the top of each page
# The groups of the menu, in their order, and what stands above each.
GROUPS: dict[str, str | Promise] = {
    DAY: "",
    SELL: _("Sales"),
    SERVE: _("Service"),
    DECIDE: _("Approvals"),
    STEER: _("Rules & reports"),
    ADMIN: pgettext_lazy("menu", "Admin"),
    HELP: "",
}


def everybody(_user: Any) -> bool:
    """The entry is for whoever is signed in."""
    return True


def nobody(_user: Any) -> bool:
    """For what stands under Settings and help for all who see it."""
    return False


@dataclass(frozen=True)
class MenuEntry:
    """One line of the menu.

    `page`: the name of its address; no such page, no line. `order`: its place in the group, among the entries of all apps.
    `seen_by(user)`: whether the person sees it. `count`: the value of the page frame that stands beside it as a figure.
    `daily(user)`: whether it stands in the menu itself; for others of those who see it, under Settings and help.
    `apart`: names of pages whose addresses begin like this one, but which do not belong to it.
    """

    label: str | Promise
    page: str
    icon: str
    group: str
    order: int
    seen_by: Callable[[Any], bool] = everybody
    count: str = ""
    daily: Callable[[Any], bool] = everybody
    apart: tuple[str, ...] = ()
