"""The drawer beside a list: a page opened there answers with its content alone, and saving leads back to the list."""

import json
from collections.abc import Callable

from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from crm_project.lib.views import in_drawer

SAVED = "drawer-saved"


class DrawerMiddleware:
    """Turn the redirect that follows saving in the drawer into an event for drawer.js, with the messages to be shown.

    Stands around `FormTokenMiddleware`, which keeps where the form led to.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not in_drawer(request) or response.status_code not in (302, 303) or not request.user.is_authenticated:
            return response
        return _saved(request, response) if request.method == "POST" else _elsewhere(response)


def _saved(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The list stays; the drawer closes or shows the next row."""
    told = list(get_messages(request))
    refused = any(message.level >= ERROR for message in told)
    answer = HttpResponse(render_to_string("parts/toasts_oob.html", {"messages": told}, request))
    answer.cookies = response.cookies
    answer["HX-Reswap"] = "none"
    answer["HX-Trigger"] = json.dumps({SAVED: {"refused": refused}})
    return answer


def _elsewhere(response: HttpResponse) -> HttpResponse:
    """A page that leads to another one is opened in the window."""
    answer = HttpResponse(status=204)
    answer.cookies = response.cookies
    answer["HX-Redirect"] = response["Location"]
    return answer
