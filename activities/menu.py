"""Menu entries of contacts, tasks and the day."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.menu_entry import ADMIN, DAY, DECIDE, NEW, MenuEntry, everybody, nobody

MENU = (
    MenuEntry(_("Calendar"), "activities:calendar", "calendar3", DAY, 50, seen_by=may_any("followup.create")),
    MenuEntry(_("Tasks"), "activities:tasks", "list-check", DAY, 60, seen_by=may_any("followup.create")),
    MenuEntry(
        _("Contact reports"),
        "activities:contact_reports",
        "file-earmark-person",
        DAY,
        70,
        seen_by=may_any("followup.create", "followup.review"),
        daily=may_any("followup.review"),
    ),
    MenuEntry(_("Receptions"), "activities:receptions", "people", DAY, 75, seen_by=everybody, daily=nobody),
    MenuEntry(
        _("Follow-up review"), "activities:review_list", "check2-square", DECIDE, 10, seen_by=may_any("followup.review")
    ),
    MenuEntry(
        _("Contact records"), "activities:record_parts", "ui-checks", ADMIN, 120, seen_by=may_any("lists.manage")
    ),
    MenuEntry(_("Working days"), "activities:days", "calendar2-week", ADMIN, 130, seen_by=may_any("lists.manage")),
    MenuEntry(_("Task"), "activities:task_new", "list-check", NEW, 20, seen_by=may_any("followup.create")),
)
