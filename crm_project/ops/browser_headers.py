"""What browsers are told beside the page: to keep nothing of it, and what it never asks for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# A page of somebody's customers stays neither on the disk of a shared machine nor behind its back button.
# What was typed comes back from the draft (static/js/drafts.js), not from the browser's copy of the page.
KEEP_NOTHING = "no-store, private"
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "display-capture",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
)
# A page of ours may ask where somebody is who has just agreed to it (outings); nobody else's page within it may.
PERMISSIONS += ", geolocation=(self)"
# And may read the labels of paper folders by the camera, once the person at the desk has agreed to it.
PERMISSIONS += ", camera=(self)"


class BrowserHeadersMiddleware:
    """Cache-Control on every answer to somebody who is signed in, Permissions-Policy on all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add them."""
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        if was_signed_in or request.user.is_authenticated:
            response.headers["Cache-Control"] = KEEP_NOTHING
        return response
