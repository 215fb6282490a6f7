"""Menu entries of rule book presets."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any_everywhere
from crm_project.lib.menu_entry import ADMIN, MenuEntry

MENU = (
    MenuEntry(
        _("Rule book presets"),
        "presets:choose",
        "journal-check",
        ADMIN,
        50,
        seen_by=may_any_everywhere("people.manage"),
    ),
)
