"""Menu entries of ownership."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any, may_any_beyond_own
from crm_project.lib.menu_entry import DAY, DECIDE, STEER, MenuEntry

MENU = (
    MenuEntry(_("Public pool"), "assignment:pool", "water", DAY, 30, seen_by=may_any("pool.view")),
    MenuEntry(
        _("Cooperation"),
        "assignment:collaborations",
        "people",
        DECIDE,
        20,
        seen_by=may_any("customer.view"),
        daily=may_any("request.decide"),
    ),
    MenuEntry(_("Handover"), "assignment:handovers", "arrow-left-right", DECIDE, 30, seen_by=may_any("handover.run")),
    MenuEntry(
        _("Introductions"),
        "assignment:introductions",
        "person-check",
        DECIDE,
        40,
        seen_by=may_any("customer.claim", "handover.run"),
        daily=may_any("handover.run"),
    ),
    MenuEntry(
        _("Policies"),
        "assignment:policies",
        "signpost-split",
        STEER,
        10,
        seen_by=may_any("policy.view"),
        daily=may_any("policy.edit", "policy.approve"),
    ),
    MenuEntry(
        _("Release log"),
        "assignment:release_log",
        "arrow-repeat",
        STEER,
        20,
        seen_by=may_any("sweep.view"),
        daily=may_any_beyond_own("sweep.view"),
    ),
    MenuEntry(
        _("Ownership changes"),
        "assignment:ownership_changes",
        "journal-text",
        STEER,
        30,
        seen_by=may_any("sweep.view"),
        daily=may_any_beyond_own("sweep.view"),
    ),
)
