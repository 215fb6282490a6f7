"""What people are told about requests of any kind (rows Ne7, Nh3)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.catalogue import request_kinds
from crm_project.notices.presenters.kinds import NoticeKind, Params, plain


def _decided(sentence):
    """What was decided about which kind of request, and the decider's own words where there are some."""

    def text(params):
        kind = request_kinds().get(params.get("request_kind"))
        base = str(sentence) % Params({**params, "what": kind.label if kind else ""})
        if not params.get("decision"):
            return base
        return _("%(text)s “%(decision)s”") % {"text": base, "decision": params["decision"]}

    return text


NOTICES = (
    NoticeKind(
        "request_passed", "inbox", "accent", plain(gettext_lazy("A request is now waiting for you: %(subject)s"))
    ),
    NoticeKind("request_overdue", "clock-history", "bad", plain(gettext_lazy("Your decision is overdue: %(subject)s"))),
    NoticeKind(
        "request_escalated",
        "clock-history",
        "bad",
        plain(gettext_lazy("%(person)s has not decided in time: %(subject)s")),
    ),
    NoticeKind(
        "decided_approved",
        "check-circle",
        "ok",
        _decided(gettext_lazy("Approved by %(person)s: %(what)s, %(subject)s.")),
    ),
    NoticeKind(
        "decision_undone",
        "arrow-counterclockwise",
        "info",
        _decided(gettext_lazy("%(person)s revoked the decision; it is waiting again: %(what)s, %(subject)s.")),
    ),
    NoticeKind(
        "decided_refused", "x-circle", "bad", _decided(gettext_lazy("Refused by %(person)s: %(what)s, %(subject)s."))
    ),
)
