"""Notices about reports."""

from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted

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
)
