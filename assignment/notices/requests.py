"""What a decider, and the other side of a dispute, is told of requests about ownership and policies (rows Nh3, Nd4)."""

from django.utils.translation import gettext_lazy as _

from crm_project.notices.presenters.kinds import NoticeKind, plain, with_reason

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
    NoticeKind(
        "dispute_conflict",
        "people",
        "warn",
        plain(_("%(person)s reports a conflict with you about %(subject)s: state your side before it is decided.")),
    ),
    NoticeKind(
        "dispute_validity",
        "question-circle",
        "warn",
        plain(
            _("%(person)s asks whether you really work on %(subject)s: state your side before it is decided."),
        ),
    ),
    NoticeKind(
        "dispute_over",
        "check2-circle",
        "ok",
        with_reason(plain(_("The dispute about %(subject)s is over: the customer stays with its owner."))),
    ),
    NoticeKind("side_stated", "chat-left-quote", "info", plain(_("%(person)s states their side: %(subject)s"))),
)
