"""Whoever opens something of a restricted file is asked for a reason first, whatever page it hangs on (row M10)."""

from urllib.parse import urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from .domain.access.gate import ReasonWanted


class RestrictedGateMiddleware:
    """Turns `gate.ReasonWanted` into the page that asks for the reason, which then leads on to where the person was going."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, ReasonWanted):
            return None
        address = f"{reverse('customers:look', args=[exception.customer_id])}?{urlencode({'next': _target(request)})}"
        if request.headers.get("HX-Request"):
            # A part of a page can't ask: the whole page goes there.
            return HttpResponse(headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


def _target(request):
    """Where to go on: the page asked for; after a form or a part of a page, the page on which it stood."""
    if request.method in ("GET", "HEAD") and not request.headers.get("HX-Request"):
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return ""
