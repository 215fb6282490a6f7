"""What every page shows around its content: menu, counts, rights. Worked out only where the template asks for it."""

from functools import cache

from django.urls import reverse
from django.utils import timezone
from structlog.contextvars import get_contextvars

from assignment.domain.slots import slots_of
from crm_project.accounts.company_settings import IDLE_MINUTES
from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.models.choices import Action
from crm_project.accounts.presenters.help_topics import topic_of
from crm_project.demo.logins import logins
from crm_project.notices.presenters.bell import CAP, glance

from . import menu


class Can:
    """`can.customer_export` in a template: may she export at all?"""

    def __init__(self, user):
        self._user = user

    def __getitem__(self, name):
        action = name.replace("_", ".", 1)
        if action not in Action.values:
            raise KeyError(name)
        return may(self._user, action)


def frame(request):
    """Context processor. The values are functions, which templates call: a fragment that shows no menu costs nothing."""
    theme = request.COOKIES.get("theme", "")
    user = getattr(request, "user", None)
    always = {"theme": theme if theme in ("light", "dark") else ""}
    if user is None or not user.is_authenticated:
        return always | {"demo_logins": cache(logins)}
    seen = cache(lambda: glance(user, timezone.now()))
    return always | {
        "can": Can(user),
        "help_topic": lambda: topic_of(request.path, user),
        "request_id": lambda: get_contextvars().get("request_id", ""),
        "inbox_count": lambda: seen()[2],
        "unread_count": lambda: seen()[1],
        "notices": lambda: seen()[0],
        "nav": cache(lambda: menu.groups(user, request.path, {"approvals:inbox": (_short(seen()[2]), True)})),
        "new_items": cache(lambda: menu.new_items(user)),
        "user_label": str(user),
        "user_note": " · ".join(str(part) for part in (user.role, user.department) if part) or user.get_username(),
        "idle_minutes": value(IDLE_MINUTES),
        "slots": cache(lambda: _slots(user)),
    }


def _slots(user):
    """What the foot of the menu shows of whoever's policy limits how many she holds."""
    told = slots_of(user, timezone.now()) if may(user, "customer.claim") else None
    return told and {"used": told[0], "limit": told[1], "url": reverse("assignment:slots")}


def _short(count):
    return "" if not count else "99+" if count >= CAP else str(count)
