"""What an admin is told about changes of settings (row Nh9)."""

from django.utils.translation import gettext_lazy as _

from crm_project.notices.presenters.kinds import NoticeKind, plain

NOTICES = (
    NoticeKind(
        "request_settings_change", "sliders", "accent", plain(_("%(person)s wants to change settings: %(subject)s"))
    ),
)
