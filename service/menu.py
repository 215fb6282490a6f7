"""Menu entries of service."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any
from crm_project.lib.menu_entry import ADMIN, NEW, SERVE, MenuEntry

MENU = (
    MenuEntry(
        _("Service orders"),
        "service:orders",
        "tools",
        SERVE,
        55,
        seen_by=may_any("service.view"),
        daily=may_any("after_sales.work"),
    ),
    MenuEntry(
        _("Service statistics"),
        "service:statistics",
        "bar-chart",
        SERVE,
        56,
        seen_by=may_any("service.view"),
        daily=may_any("service.manage"),
    ),
    MenuEntry(
        _("Remedial plans"),
        "service:remedial",
        "clipboard-check",
        SERVE,
        59,
        seen_by=may_any("service.view"),
        daily=may_any("remedial.draft", "remedial.review", "remedial.approve"),
    ),
    MenuEntry(
        _("Return visits"),
        "service:visits",
        "chat-square-heart",
        SERVE,
        58,
        seen_by=may_any("service.view"),
        daily=may_any("after_sales.work"),
        apart=("service:visit_plans",),
    ),
    MenuEntry(
        _("Service calendar"),
        "service:calendar",
        "calendar3",
        SERVE,
        60,
        seen_by=may_any("after_sales.work"),
        daily=may_any("after_sales.work"),
    ),
    MenuEntry(
        _("Plans of return visits"),
        "service:visit_plans",
        "calendar2-week",
        ADMIN,
        116,
        seen_by=may_any("service.manage"),
        daily=may_any("service.manage"),
    ),
    MenuEntry(
        _("Questionnaires"),
        "service:questionnaires",
        "ui-checks",
        SERVE,
        57,
        seen_by=may_any("questionnaire.manage", "questionnaire.send", "questionnaire.results"),
        daily=may_any("questionnaire.manage", "after_sales.work"),
    ),
    MenuEntry(
        _("Service targets"),
        "service:targets",
        "stopwatch",
        ADMIN,
        115,
        seen_by=may_any("service.view"),
        daily=may_any("service.manage"),
    ),
    MenuEntry(
        _("Service lists"),
        "service:lists",
        "list-ul",
        ADMIN,
        118,
        seen_by=may_any("service.manage"),
        daily=may_any("service.manage"),
    ),
    MenuEntry(_("Return visit"), "service:visit_new", "chat-square-heart", NEW, 46, seen_by=may_any("service.record")),
    MenuEntry(_("Service order"), "service:new", "tools", NEW, 45, seen_by=may_any("service.record")),
)
