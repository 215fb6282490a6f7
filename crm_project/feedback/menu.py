"""Menu entries of feedback."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any_everywhere
from crm_project.lib.menu_entry import ADMIN, MenuEntry

MENU = (
    MenuEntry(
        _("Feedback"),
        "feedback:list",
        "chat-square-text",
        ADMIN,
        180,
        seen_by=may_any_everywhere("people.manage", "lists.manage"),
    ),
)
