"""A number that is searched for stands in no address: not in the history of the browser, not in the log of a proxy (row Nb4).

Search boxes post. A name goes on into the address as it is, so that a list can be linked; a number goes on encrypted, so
that its link still works for whoever signs in and says nothing to anybody else.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from crm_project.accounts.domain.encryption import MARK, decrypted, encrypted
from crm_project.lib.phone_numbers import is_number

FIELD = "q"


def opened(text: str) -> str:
    """What was searched for; nothing where it was encrypted by somebody else."""
    if not text.startswith(MARK):
        return text
    try:
        return decrypted(text)
    except ValueError:
        return ""


def linked(text: str) -> str:
    """The text as an address or a form that leads to one may hold it."""
    return encrypted(text) if is_number(text) else text


class PrivateQuery(QueryDict):
    """The parameters of an address; every link made from them has a number encrypted again."""

    def urlencode(self, safe: str | None = None) -> str:
        """As it goes into an address."""
        if not any(map(is_number, self.getlist(FIELD))):
            return super().urlencode(safe)
        plain = QueryDict(mutable=True)
        for name, values in self.lists():
            plain.setlist(name, [linked(v) if name == FIELD else v for v in values])
        return plain.urlencode(safe)


class PrivateSearchMiddleware:
    """Pages read the number itself and link to it encrypted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Open what is encrypted."""
        if FIELD in request.GET:
            query: Any = PrivateQuery(mutable=True)
            for name, values in request.GET.lists():
                query.setlist(name, [opened(v) for v in values] if name == FIELD else values)
            query._mutable = False
            request.GET = query
        return self.get_response(request)


@require_POST
@login_required
def find(request: HttpRequest) -> HttpResponse:
    """Lead to the list of `next`, narrowed to what was typed, with the other fields of the form kept."""
    target = request.POST.get("next", "")
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(target, {request.get_host()})
    path = target.partition("?")[0] if safe else "/customers/"
    query: Any = PrivateQuery(mutable=True)
    for name, values in request.POST.lists():
        if name not in ("csrfmiddlewaretoken", "next"):
            query.setlist(name, values)
    return HttpResponseRedirect(f"{path}?{query.urlencode()}")
