"""What people are told about their account and the security check (row Nh3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, counted, plain

NOTICES = (
    NoticeKind(
        "second_place",
        "shield-exclamation",
        "warn",
        plain(_("Somebody signed in as you at a second place: %(address)s. If it was not you, end that session.")),
    ),
    NoticeKind(
        "security_check",
        "shield-lock",
        "warn",
        counted(
            ngettext_lazy(
                "The security check is overdue: it is due every %(n)d day.",
                "The security check is overdue: it is due every %(n)d days.",
                "n",
            )
        ),
    ),
)
