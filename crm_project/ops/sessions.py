"""Signing out whoever is away: a session lives on only while its person does something."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from crm_project.accounts.company_settings import IDLE_MINUTES
from crm_project.accounts.domain.settings_store import value

# What a page asks by itself carries this header: an open page nobody looks at must not keep one signed in.
BACKGROUND_HEADER = "X-Background"
GRACE = 30  # seconds
RENEW_EVERY = 60  # seconds: a write per page would cost more than the page


class RenewSessionMiddleware:
    """Renew the session of a signed-in person, at most once a minute; end it after a working day, however busy it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, having noted that its sender is there."""
        now = int(timezone.now().timestamp())
        if request.user.is_authenticated and self._over(request.session, now):
            logout(request)
        if request.user.is_authenticated and BACKGROUND_HEADER not in request.headers:
            request.session.setdefault("began", now)
            if now - request.session.get("seen", 0) >= RENEW_EVERY:
                request.session["seen"] = now
        return self.get_response(request)

    @staticmethod
    def _over(session, now):
        """Whether the working day ended, or its person was away for longer than the company allows."""
        # A session is marked as seen once a minute at most, and the warning always comes before its end.
        away = 60 * value(IDLE_MINUTES) + RENEW_EVERY + GRACE
        return (
            now - session.get("began", now) >= settings.SESSION_HOURS * 3600 or now - session.get("seen", now) >= away
        )
