"""Menu entries of reports."""

from django.utils.translation import gettext_lazy as _

from crm_project.lib.menu_entry import DAY, MenuEntry

MENU = (MenuEntry(_("Home"), "home", "sun", DAY, 10),)
