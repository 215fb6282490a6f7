"""Menu entries of customers."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any, may_any_beyond_own
from crm_project.lib.menu_entry import ADMIN, DAY, NEW, STEER, MenuEntry, everybody, nobody

MENU = (
    MenuEntry(_("Customers"), "customers:list", "building", DAY, 20, seen_by=may_any("customer.view")),
    MenuEntry(
        _("Address book"),
        "customers:address_book",
        "person-lines-fill",
        DAY,
        80,
        seen_by=may_any("customer.view"),
        daily=may_any_beyond_own("customer.view"),
    ),
    MenuEntry(_("Tidying"), "customers:tidying", "stars", STEER, 61, seen_by=may_any("customer.merge")),
    MenuEntry(_("Duplicates"), "customers:duplicates", "intersect", STEER, 60, seen_by=may_any("customer.merge")),
    MenuEntry(
        _("Information reports"),
        "customers:information",
        "inbox",
        STEER,
        59,
        seen_by=may_any("customer.review"),
        apart=("customers:information_mine",),
    ),
    MenuEntry(
        _("My information reports"),
        "customers:information_mine",
        "chat-left-text",
        DAY,
        85,
        seen_by=may_any("customer.view"),
        daily=nobody,
    ),
    MenuEntry(
        _("Major matters"),
        "customers:matters",
        "megaphone",
        DAY,
        84,
        seen_by=everybody,
        daily=may_any_beyond_own("customer.view"),
    ),
    MenuEntry(
        _("Customer feedback"),
        "customers:feedback",
        "chat-heart",
        DAY,
        83,
        seen_by=everybody,
        daily=may_any_beyond_own("customer.view"),
    ),
    MenuEntry(
        _("Major changes"), "customers:changes", "exclamation-diamond", STEER, 57, seen_by=may_any("customer.review")
    ),
    MenuEntry(_("File reviews"), "customers:reviews", "journal-check", STEER, 58, seen_by=may_any("customer.review")),
    MenuEntry(
        _("Archive folders"),
        "customers:folders",
        "folder",
        STEER,
        56,
        seen_by=may_any("folder.keep"),
        apart=("customers:folders_mine",),
    ),
    MenuEntry(_("My borrowed folders"), "customers:folders_mine", "folder", DAY, 87, seen_by=everybody, daily=nobody),
    MenuEntry(_("Lists"), "customers:lists", "card-list", ADMIN, 70, seen_by=may_any("lists.manage")),
    MenuEntry(_("Import"), "customers:import", "box-arrow-in-down", ADMIN, 140, seen_by=may_any("customer.import")),
    MenuEntry(_("Customer"), "customers:new", "building-add", NEW, 10, seen_by=may_any("customer.create")),
)
