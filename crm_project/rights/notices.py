"""What people are told about requests for rights (rows Ne6, Ne7)."""

from django.utils.translation import gettext_lazy as _

from crm_project.notices.presenters.kinds import NoticeKind, plain

NOTICES = (
    NoticeKind("request_right", "key", "accent", plain(_("%(person)s asks for a right: %(subject)s"))),
    NoticeKind(
        "request_right_admin",
        "key",
        "accent",
        plain(_("A right for %(person)s was approved and waits to be given: %(subject)s")),
    ),
    NoticeKind("request_right_end", "key", "accent", plain(_("%(person)s proposes that a right ends: %(subject)s"))),
    NoticeKind(
        "rights_review",
        "list-check",
        "accent",
        plain(_("The yearly review of rights: confirm by %(day)s what your people may do.")),
    ),
    NoticeKind(
        "rights_review_due", "list-check", "warn", plain(_("Your review of rights is due on %(day)s and not done yet."))
    ),
)
