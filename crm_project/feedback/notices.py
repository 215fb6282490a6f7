"""What people are told about their reports (rows Nb5, Ne11)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, Params, plain

from .models.choices import State


def _answered(params):
    state = State(params["state"]).label if params.get("state") in State.values else ""
    text = _("Your report “%(text)s” is now: %(state)s.") % Params({**params, "state": state})
    if not params.get("answer"):
        return text
    return _("%(text)s “%(decision)s”") % {"text": text, "decision": params["answer"]}


NOTICES = (
    NoticeKind("feedback_received", "chat-square-text", "warn", plain(gettext_lazy("%(person)s reports: %(text)s"))),
    NoticeKind("feedback_answered", "chat-square-text", "info", _answered),
)
