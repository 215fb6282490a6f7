"""What a decider is told of requests about ownership and policies (row Nh3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.notices.presenters.kinds import NoticeKind, plain

NOTICES = (
    NoticeKind(
        "request_extension", "hourglass-split", "accent", plain(_("%(person)s asks for an extension: %(subject)s"))
    ),
    NoticeKind(
        "request_claim", "hand-index", "accent", plain(_("%(person)s asks for a customer of the pool: %(subject)s"))
    ),
    NoticeKind(
        "request_duplicate", "intersect", "accent", plain(_("%(person)s applies for the ownership of %(subject)s"))
    ),
    NoticeKind("request_review", "person-exclamation", "accent", plain(_("To be reviewed by you: %(subject)s"))),
    NoticeKind(
        "request_validity",
        "question-circle",
        "accent",
        plain(_("%(person)s asks whether %(subject)s is really worked on")),
    ),
    NoticeKind("request_conflict", "people", "accent", plain(_("%(person)s reports a conflict about %(subject)s"))),
    NoticeKind("request_cooperation", "people", "accent", plain(_("%(person)s asks for cooperation on %(subject)s"))),
    NoticeKind(
        "request_put_back",
        "arrow-counterclockwise",
        "accent",
        plain(_("%(person)s asks for a customer to be restored: %(subject)s")),
    ),
    NoticeKind(
        "request_policy", "signpost-split", "accent", plain(_("%(person)s submits a policy for approval: %(subject)s"))
    ),
)
