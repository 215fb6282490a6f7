"""Menu entries of people and rights."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any, may_any_everywhere
from crm_project.lib.menu_entry import ADMIN, NEW, MenuEntry

MENU = (
    MenuEntry(
        _("People"),
        "accounts:people",
        "people",
        ADMIN,
        10,
        seen_by=may_any("people.view"),
        apart=("accounts:profile", "accounts:help", "accounts:training"),
        daily=may_any_everywhere("people.view"),
    ),
    MenuEntry(
        _("Departments"), "accounts:departments", "diagram-3", ADMIN, 20, seen_by=may_any_everywhere("people.manage")
    ),
    MenuEntry(_("Roles"), "accounts:roles", "person-badge", ADMIN, 30, seen_by=may_any_everywhere("people.manage")),
    MenuEntry(
        _("Hidden fields"), "accounts:masks", "eye-slash", ADMIN, 40, seen_by=may_any_everywhere("people.manage")
    ),
    MenuEntry(
        _("Company settings"),
        "accounts:company_settings",
        "sliders",
        ADMIN,
        60,
        seen_by=may_any_everywhere("people.manage"),
    ),
    MenuEntry(_("Security"), "accounts:security", "shield-lock", ADMIN, 160, seen_by=may_any("audit.view")),
    MenuEntry(_("Person"), "accounts:person_new", "person-add", NEW, 50, seen_by=may_any("people.manage")),
)
