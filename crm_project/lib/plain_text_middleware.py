"""Text that no column can hold never comes as far as a page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class PlainTextMiddleware:
    """Take the sign NUL out of addresses and forms: PostgreSQL stores no text with it, and nobody types it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Clean the address."""
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _clean(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Clean the form, which has been read by now to find its token."""
        if request.method == "POST" and any(NUL in value for _name, values in request.POST.lists() for value in values):
            request.POST = _clean(request.POST)  # type: ignore[assignment]


def _clean(data: QueryDict) -> QueryDict:
    out = data.copy()
    for name, values in data.lists():
        out.setlist(name, [value.replace(NUL, "") for value in values])
    out._mutable = False
    return out
