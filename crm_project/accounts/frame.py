"""Who is signed in, what they may, which help belongs to the page, after how long a rest they are signed out."""

from crm_project.lib.page_frame import Frame

from .company_settings import IDLE_MINUTES
from .domain.access import may
from .domain.settings_store import value
from .models.choices import Action
from .presenters.help_topics import topic_of


class Can:
    """`can.customer_export` in a template: may this person export at all?"""

    def __init__(self, user):
        self._user = user

    def __getitem__(self, name):
        action = name.replace("_", ".", 1)
        if action not in Action.values:
            raise KeyError(name)
        return may(self._user, action)


def _signed_in(request, _at):
    user = request.user
    return {
        "can": Can(user),
        "help_topic": lambda: topic_of(request.path, user),
        "user_label": str(user),
        "starred": bool(user.favourites),
        "user_note": " · ".join(str(part) for part in (user.role, user.department) if part) or user.get_username(),
        "idle_minutes": value(IDLE_MINUTES),
    }


FRAME = Frame(signed_in=_signed_in)
