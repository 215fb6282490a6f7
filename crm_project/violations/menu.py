"""Menu entries of violations (row Nh6)."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import may_any_beyond_own
from crm_project.lib.menu_entry import STEER, MenuEntry, everybody

MENU = (
    MenuEntry(
        _("Violations"),
        "violations:mine",
        "exclamation-octagon",
        STEER,
        54,
        seen_by=everybody,
        daily=may_any_beyond_own("violation.decide"),
    ),
)
