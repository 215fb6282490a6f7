"""A form that is sent after the session has ended, and an address that only takes forms, typed or opened after signing in."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


class FormAfterEndMiddleware:
    """Signing in leads back to the page with the form, where its draft is, not to the address that would have taken it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or what helps in the place of one that does not."""
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 302:
            return _sign_in_first(request, response)
        if request.method == "GET" and response.status_code == 405:
            return _only_by_form(request, response)
        return response


def _sign_in_first(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    sign_in, page = resolve_url(settings.LOGIN_URL), _page_of_form(request)
    asked_to = urlsplit(response.headers["Location"])
    if request.user.is_authenticated or not page or asked_to.path != sign_in or not asked_to.query:
        return response
    return HttpResponseRedirect(f"{sign_in}?{urlencode({'expired': 1, 'next': page})}")


def _page_of_form(request: HttpRequest) -> str:
    """The page of ours from which the form was sent, with its query; empty where the browser does not say."""
    sender = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sender, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(sender)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _only_by_form(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page that says so: the browser shows a fault of the site for an empty answer."""
    page = render(request, "405.html", status=405)
    page.headers["Allow"] = response.headers["Allow"]
    return page
