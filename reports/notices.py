"""Notices about reports and targets (row Nh3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted, plain

NOTICES = (
    NoticeKind(
        "figures_drift",
        "exclamation-triangle",
        "warn",
        counted(
            ngettext_lazy(
                "The nightly check found and corrected wrong figures of %(n)d day.",
                "The nightly check found and corrected wrong figures of %(n)d days.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "request_target_change", "bullseye", "accent", plain(_("%(person)s asks to change a target: %(subject)s"))
    ),
    NoticeKind("target_changed", "bullseye", "info", plain(_("%(person)s changed a target of yours for %(period)s."))),
)
