"""What people are told about their account and the security check (row Nh3)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from crm_project.notices.presenters.kinds import NoticeKind, Params, counted, plain, with_reason

from .models.choices import Action


def _of_a_right(sentence):
    """A sentence about a right by its name in the reader's language."""

    def text(params):
        right = Action(params["right"]).label if params.get("right") in Action.values else ""
        return str(sentence) % Params({**params, "right": right})

    return text


NOTICES = (
    NoticeKind(
        "right_ends_soon",
        "hourglass-split",
        "warn",
        _of_a_right(_("Your right “%(right)s” ends on %(day)s. If you need it longer, ask again.")),
    ),
    NoticeKind(
        "right_ended", "hourglass-bottom", "info", with_reason(_of_a_right(_("Your right “%(right)s” has ended.")))
    ),
    NoticeKind(
        "second_place",
        "shield-exclamation",
        "warn",
        plain(_("Somebody signed in as you at a second place: %(address)s. If it was not you, end that session.")),
    ),
    NoticeKind(
        "security_check",
        "shield-lock",
        "warn",
        counted(
            ngettext_lazy(
                "The security check is overdue: it is due every %(n)d day.",
                "The security check is overdue: it is due every %(n)d days.",
                "n",
            )
        ),
    ),
)
