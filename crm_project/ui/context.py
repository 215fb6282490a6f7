"""What every page shows around its content: menu, counts, rights. Worked out only where the template asks for it."""

from functools import cache

from structlog.contextvars import get_contextvars

from crm_project import catalogue
from crm_project.lib.views import in_drawer, now, origin

from . import navigation


def frame(request):
    """Context processor. The values are functions, which templates call: a fragment that shows no menu costs nothing."""
    theme = request.COOKIES.get("theme", "")
    user, at = getattr(request, "user", None), now()
    values = {"theme": theme if theme in ("light", "dark") else ""}
    if user is None or not user.is_authenticated:
        for part in catalogue.page_frame():
            values |= part.signed_out(request, at)
        return values
    for part in catalogue.page_frame():
        values |= part.signed_in(request, at)
    return values | {
        "request_id": lambda: get_contextvars().get("request_id", ""),
        "drawer": in_drawer(request),
        "came_from": lambda: origin(request),
        "nav": cache(lambda: navigation.groups(user, request.path, values)),
        "new_items": cache(lambda: navigation.new_items(user)),
    }
