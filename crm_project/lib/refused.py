"""The one family of refusals: a sentence that tells the user what to do."""

from typing import Any

from django.utils.translation import gettext as _


class Refused(Exception):
    """A verb said no and changed nothing. `code` names the reason for programs, `field` the form field it belongs to."""

    def __init__(self, sentence: str, *, code: str = "refused", field: str | None = None, **details: Any) -> None:
        super().__init__(sentence)
        self.code = code
        self.field = field
        self.details = details

    @property
    def sentence(self) -> str:
        return str(self.args[0])


def given(reason: str | None, sentence: str = "") -> str:
    """The reason, without blanks around it. Refuses with code reason where there is none, in these words."""
    reason = (reason or "").strip()
    if not reason:
        raise Refused(sentence or _("Give a reason."), code="reason", field="reason")
    return reason
