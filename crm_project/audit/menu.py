"""Menu entries of the audit."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.menu_entry import ADMIN, MenuEntry

MENU = (MenuEntry(_("Audit"), "audit:search", "shield-check", ADMIN, 150, seen_by=may_any("audit.view")),)
