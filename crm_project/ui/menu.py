"""The menu: every page that somebody's role opens, grouped by what one does there."""

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may, scope
from crm_project.accounts.models.choices import Scope


@dataclass(frozen=True)
class Item:
    """One line of the menu, for whoever may do one of these actions (none: everybody); `wide`: only in the whole company."""

    label: str | Promise
    name: str
    icon: str
    actions: str = ""
    wide: bool = False


GROUPS = [
    (
        "",
        [
            Item(_("My day"), "home", "sun"),
            Item(_("Customers"), "customers:list", "building", "customer.view"),
            Item(_("Public pool"), "assignment:pool", "water", "pool.view"),
            # The first four are the phone's tabs.
            Item(_("Requests"), "approvals:inbox", "inbox"),
            Item(_("Calendar"), "activities:calendar", "calendar3", "followup.create"),
            Item(_("Tasks"), "activities:tasks", "list-check", "followup.create"),
            Item(
                _("Contact reports"),
                "activities:contact_reports",
                "file-earmark-person",
                "followup.create followup.review",
            ),
            Item(_("Address book"), "customers:address_book", "person-lines-fill", "customer.view"),
        ],
    ),
    (
        _("Sell"),
        [
            Item(_("Deals"), "deals:board", "kanban", "deal.view"),
            Item(_("Quotes"), "deals:quotes", "file-earmark-ruled", "deal.view"),
            Item(_("Contracts"), "contracts:list", "file-earmark-text", "contract.view"),
            Item(_("Collections"), "contracts:collections", "cash-coin", "contract.view"),
            Item(_("After-sales"), "contracts:after_sales", "headset", "after_sales.work"),
            Item(_("Expenses"), "contracts:expenses", "receipt", "expense.record"),
            Item(_("Credit grades"), "ratings:list", "award", "rating.view"),
            Item(_("Key customers"), "ratings:key_customers", "gem", "rating.view"),
        ],
    ),
    (
        _("Decide"),
        [
            Item(_("Follow-up review"), "activities:review_list", "check2-square", "followup.review"),
            Item(_("Cooperation"), "assignment:collaborations", "people", "customer.view"),
            Item(_("Handover"), "assignment:handovers", "arrow-left-right", "handover.run"),
            Item(_("Introductions"), "assignment:introductions", "person-check", "customer.claim handover.run"),
        ],
    ),
    (
        _("Steer"),
        [
            Item(_("Policies"), "assignment:policies", "signpost-split", "policy.view"),
            Item(_("Sweep runs"), "assignment:sweep_runs", "arrow-repeat", "sweep.view"),
            Item(_("Change sheet"), "assignment:change_sheet", "journal-text", "sweep.view"),
            Item(_("Sales plans"), "deals:plans", "bullseye", "deal.view"),
            Item(_("Sales analysis"), "deals:analysis", "graph-up", "deal.view"),
            Item(_("Duplicates"), "customers:duplicates", "intersect", "customer.merge"),
        ],
    ),
    (
        pgettext_lazy("menu", "Admin"),
        [
            Item(_("People"), "accounts:people", "people", "people.view"),
            Item(_("Departments"), "accounts:departments", "diagram-3", "people.manage", wide=True),
            Item(_("Roles"), "accounts:roles", "person-badge", "people.manage", wide=True),
            Item(_("Hidden fields"), "accounts:masks", "eye-slash", "people.manage", wide=True),
            Item(_("Rule book presets"), "presets:choose", "journal-check", "people.manage", wide=True),
            Item(_("Company settings"), "accounts:company_settings", "sliders", "people.manage", wide=True),
            Item(_("Lists"), "customers:lists", "card-list", "lists.manage"),
            Item(_("Products and prices"), "deals:products", "box-seam", "deal.view"),
            Item(_("Deal stages"), "deals:pipelines", "bar-chart-steps", "product.manage"),
            Item(_("Contract texts"), "contracts:texts", "file-earmark-font", "contract.view"),
            Item(_("Scorecards"), "ratings:scorecards", "ui-checks-grid", "rating.view rating.manage"),
            Item(_("Contact records"), "activities:record_parts", "ui-checks", "lists.manage"),
            Item(_("Working days"), "activities:days", "calendar2-week", "lists.manage"),
            Item(_("Import"), "customers:import", "box-arrow-in-down", "customer.import"),
            Item(_("Audit"), "audit:search", "shield-check", "audit.view"),
            Item(_("Security"), "accounts:security", "shield-lock", "audit.view"),
            Item(_("System"), "ops:system", "hdd-stack", "people.manage"),
            Item(_("Feedback"), "feedback:list", "chat-square-text", "people.manage lists.manage", wide=True),
        ],
    ),
]

NEW = [
    Item(_("Customer"), "customers:new", "building-add", "customer.create"),
    Item(_("Task"), "activities:task_new", "list-check", "followup.create"),
    Item(_("Deal"), "deals:new", "kanban", "deal.work"),
    Item(_("Contract"), "contracts:new", "file-earmark-plus", "contract.record"),
    Item(_("Person"), "accounts:person_new", "person-add", "people.manage"),
]


# Pages about oneself lie below those about people, but are none of them.
PERSONAL = ("accounts:profile", "accounts:help", "accounts:training")


@cache
def address(name):
    """The address of a named page, empty while there is no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _open(items, user):
    return [
        i
        for i in items
        if address(i.name)
        and (not i.actions or any((_all if i.wide else may)(user, action) for action in i.actions.split()))
    ]


def _all(user, action):
    return scope(user, action) == Scope.ALL


def groups(user, path, badges):
    """The menu of this person on this page; `badges` ({name of a page: (text, hot)})."""
    shown = [(label, _open(items, user)) for label, items in GROUPS]
    here = _here([item for _label, items in shown for item in items], path)
    return [
        {"label": str(label), "items": [_line(item, item.name == here, badges.get(item.name)) for item in items]}
        for label, items in shown
        if items
    ]


def new_items(user):
    """The New menu."""
    return [{"label": str(item.label), "url": address(item.name), "icon": item.icon} for item in _open(NEW, user)]


def _here(items, path):
    """The page whose address is the longest beginning of `path`; the home page only where one is there."""
    if path.startswith(tuple(address(name) for name in PERSONAL)):
        return ""
    fitting = [
        item
        for item in items
        if path == address(item.name) or (item.name != "home" and path.startswith(address(item.name)))
    ]
    return max(fitting, key=lambda item: len(address(item.name))).name if fitting else ""


def _line(item, active, badge):
    text, hot = badge or ("", False)
    return {
        "label": str(item.label),
        "url": address(item.name),
        "icon": item.icon,
        "active": active,
        "badge": text,
        "hot": hot,
    }
