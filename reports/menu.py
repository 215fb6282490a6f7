"""Menu entries of reports."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may_any, may_any_beyond_own
from crm_project.lib.menu_entry import DAY, HELP, STEER, MenuEntry, nobody

MENU = (
    MenuEntry(_("Home"), "home", "sun", DAY, 10),
    MenuEntry(
        _("Figures"),
        "reports:figures",
        "graph-up",
        STEER,
        4,
        seen_by=may_any("figures.view"),
        daily=may_any_beyond_own("figures.view"),
    ),
    MenuEntry(
        _("Analysis"),
        "reports:analysis",
        "bar-chart-line",
        STEER,
        3,
        seen_by=may_any("analysis.view"),
        daily=may_any_beyond_own("analysis.view"),
    ),
    MenuEntry(
        _("Work reports"),
        "reports:work_reports",
        "journal-text",
        DAY,
        65,
        seen_by=may_any("report.write", "report.read"),
    ),
    MenuEntry(
        _("Trips"),
        "reports:trips",
        "geo-alt",
        DAY,
        63,
        seen_by=may_any("trip.write", "trip.read", "trip.rules"),
    ),
    MenuEntry(
        _("Field visits"),
        "reports:outings",
        "signpost-split",
        DAY,
        64,
        seen_by=may_any("outing.write", "outing.read"),
        daily=may_any_beyond_own("outing.read"),
    ),
    MenuEntry(
        pgettext_lazy("performance", "Targets"),
        "reports:targets",
        "flag",
        STEER,
        5,
        seen_by=may_any("target.view"),
        daily=may_any_beyond_own("target.view"),
    ),
    MenuEntry(
        _("Leaderboards"),
        "reports:leaderboards",
        "trophy",
        STEER,
        6,
        seen_by=may_any("target.view"),
        daily=may_any_beyond_own("target.view"),
    ),
    MenuEntry(
        _("Spot checks"),
        "reports:spot_checks",
        "clipboard-data",
        STEER,
        7,
        seen_by=may_any("spot_check.view"),
        daily=may_any_beyond_own("spot_check.view"),
    ),
    MenuEntry(
        _("Contradictions"),
        "reports:contradictions",
        "exclamation-diamond",
        STEER,
        8,
        seen_by=may_any("outing.write", "contradiction.decide", "contradiction.rules"),
        daily=may_any_beyond_own("contradiction.decide"),
    ),
    MenuEntry(
        _("Appraisal"),
        "reports:appraisal",
        "speedometer2",
        STEER,
        9,
        seen_by=may_any("appraisal.view"),
        daily=may_any_beyond_own("appraisal.view"),
    ),
    MenuEntry(
        _("Scheduled mails"),
        "reports:mailings",
        "envelope-arrow-up",
        STEER,
        55,
        seen_by=may_any("customer.export", "analysis.view", "figures.view"),
        daily=nobody,
    ),
    MenuEntry(_("Settings and help"), "reports:settings", "gear", HELP, 10),
)
