"""Menu entries of operations."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.menu_entry import ADMIN, MenuEntry

MENU = (MenuEntry(_("System"), "ops:system", "hdd-stack", ADMIN, 170, seen_by=may_any("people.manage")),)
