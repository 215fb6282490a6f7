"""Menu entries of requests for rights and of their yearly review."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any, may_any_everywhere
from crm_project.lib.menu_entry import ADMIN, MenuEntry

MENU = (
    MenuEntry(_("Requests for rights"), "rights:list", "key", ADMIN, 35, seen_by=may_any_everywhere("people.manage")),
    MenuEntry(
        _("Review of rights"),
        "rights:reviews",
        "list-check",
        ADMIN,
        37,
        seen_by=may_any("request.decide", "people.manage"),
        daily=may_any_everywhere("people.manage"),
    ),
)
