"""Menu entries of requests."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.menu_entry import DAY, MenuEntry

MENU = (MenuEntry(_("Approvals"), "approvals:inbox", "inbox", DAY, 40, count="inbox_count"),)
