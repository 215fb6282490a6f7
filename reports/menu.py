"""Menu entries of reports."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.menu_entry import DAY, HELP, MenuEntry

MENU = (
    MenuEntry(_("Home"), "home", "sun", DAY, 10),
    MenuEntry(_("Settings and help"), "reports:settings", "gear", HELP, 10),
)
