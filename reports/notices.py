"""What people are told about targets (row Nh3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.notices.presenters.kinds import NoticeKind, plain

NOTICES = (
    NoticeKind(
        "request_target_change", "bullseye", "accent", plain(_("%(person)s asks to change a target: %(subject)s"))
    ),
    NoticeKind("target_changed", "bullseye", "info", plain(_("%(person)s changed a target of yours for %(period)s."))),
)
