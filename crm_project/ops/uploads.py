"""A stranger's upload is refused before it is read (row Ne3)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

LARGEST = 64 * 1024  # bytes: more than any form on the sign-in pages sends


class AnonymousUploadMiddleware:
    """Looking for the form's token reads the whole body: whoever is not signed in gets that far with a small one only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse it, or pass it on."""
        if _length(request) > LARGEST and not request.user.is_authenticated:
            text = _("You are not signed in: sign in, then send the file again.")
            return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() and len(text) < 19 else LARGEST + 1
