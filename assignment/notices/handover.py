"""News of handovers and of introductions after them (rows Ne9, Nh3)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, Params, counted, plain, with_reason


def _handed_over(params):
    """How many customers, and what came with them."""
    n = params.get("n") or 0
    text = ngettext(
        "%(n)d customer of %(person)s is handed over to you.",
        "%(n)d customers of %(person)s are handed over to you.",
        n,
    ) % Params({**params, "n": n})
    also = []
    if params.get("tasks"):
        also.append(ngettext("%(n)d open task", "%(n)d open tasks", params["tasks"]) % {"n": params["tasks"]})
    if params.get("deals"):
        also.append(ngettext("%(n)d open deal", "%(n)d open deals", params["deals"]) % {"n": params["deals"]})
    if also:
        text = _("%(text)s Also passed on to you: %(also)s.") % {"text": text, "also": _(", ").join(also)}
    if n:
        text = _("%(text)s Introduce yourself to each and tick it off.") % {"text": text}
    return text


NOTICES = (
    NoticeKind("handover_received", "arrow-left-right", "ok", _handed_over),
    NoticeKind(
        "account_reopened",
        "arrow-counterclockwise",
        "info",
        plain(gettext_lazy("The account of %(person)s is open again: customers and tasks stay with them.")),
    ),
    NoticeKind(
        "handover_waits",
        "arrow-left-right",
        "bad",
        counted(
            ngettext_lazy(
                "%(person)s has left and still holds %(n)d customer: hand it over.",
                "%(person)s has left and still holds %(n)d customers: hand them over.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "handover_waits_moved",
        "arrow-left-right",
        "bad",
        counted(
            ngettext_lazy(
                "%(person)s has moved and still holds %(n)d customer: hand it over.",
                "%(person)s has moved and still holds %(n)d customers: hand them over.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "handover_suggested",
        "arrow-left-right",
        "warn",
        counted(
            ngettext_lazy(
                "%(person)s leaves or moves: %(n)d customer is to be handed over.",
                "%(person)s leaves or moves: %(n)d customers are to be handed over.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "customers_kept",
        "arrow-left-right",
        "info",
        with_reason(
            counted(
                ngettext_lazy(
                    "%(person)s has a new position and keeps %(n)d customer.",
                    "%(person)s has a new position and keeps %(n)d customers.",
                    "n",
                )
            )
        ),
    ),
    NoticeKind(
        "introductions_late",
        "person-check",
        "warn",
        counted(
            ngettext_lazy(
                "%(n)d customer has waited more than %(days)s days for your introduction.",
                "%(n)d customers have waited more than %(days)s days for your introduction.",
                "n",
            )
        ),
    ),
    NoticeKind(
        "introductions_late_team",
        "person-check",
        "warn",
        counted(
            ngettext_lazy(
                "%(person)s has not been introduced to %(n)d customer that was handed over.",
                "%(person)s has not been introduced to %(n)d customers that were handed over.",
                "n",
            )
        ),
    ),
)
