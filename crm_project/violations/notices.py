"""What people are told about violations; never what it is about (row Nh6)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, plain

from .models.choices import Decision


def _decided(params):
    """Whether it was upheld, in the reader's language."""
    found = params.get("decision", "")
    decision = Decision(found).label if found in Decision.values else found
    return _("A violation that concerns you was decided: %(decision)s") % {"decision": decision}


NOTICES = (
    NoticeKind(
        "violation_opened",
        "exclamation-octagon",
        "warn",
        plain(gettext_lazy("A violation was opened about you: state your side by %(until)s")),
    ),
    NoticeKind(
        "violation_due",
        "exclamation-octagon",
        "warn",
        plain(gettext_lazy("Your statement about a violation is due by %(until)s")),
    ),
    NoticeKind(
        "violation_decide",
        "exclamation-octagon",
        "accent",
        plain(gettext_lazy("Violation %(number)s waits for your decision")),
    ),
    NoticeKind(
        "violation_late",
        "exclamation-octagon",
        "bad",
        plain(gettext_lazy("Violation %(number)s has waited for your decision for days")),
    ),
    NoticeKind("violation_decided", "exclamation-octagon", "warn", _decided),
    NoticeKind(
        "violation_appeal",
        "exclamation-octagon",
        "accent",
        plain(gettext_lazy("Violation %(number)s: an appeal waits for your decision")),
    ),
    NoticeKind(
        "violation_ended",
        "exclamation-octagon",
        "ok",
        plain(gettext_lazy("Violation %(number)s, which concerned you, was withdrawn")),
    ),
)
