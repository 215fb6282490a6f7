"""Signing out whoever is away: a session lives on only while its person does something."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

# What a page asks by itself carries this header: an open page nobody looks at must not keep one signed in.
BACKGROUND_HEADER = "X-Background"
RENEW_EVERY = 60  # seconds: a write per page would cost more than the page


class RenewSessionMiddleware:
    """Renew the session of a signed-in person, at most once a minute; end it after a working day, however busy it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, having noted that its sender is there."""
        now = int(timezone.now().timestamp())
        if request.user.is_authenticated and now - request.session.get("began", now) >= settings.SESSION_HOURS * 3600:
            logout(request)
        if request.user.is_authenticated and BACKGROUND_HEADER not in request.headers:
            request.session.setdefault("began", now)
            if now - request.session.get("seen", 0) >= RENEW_EVERY:
                request.session["seen"] = now
        return self.get_response(request)
