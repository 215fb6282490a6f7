"""A form that was kept, sent again in the name of the admin who approves it (row Nh9)."""

from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from crm_project.accounts.domain.access import scope
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Scope

from .pages import actions_of
from .trial import Outcome, observed


class _Told(BaseStorage):
    """Messages of a request that nobody looks at: they say why the form was refused."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: Iterable[Any], response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []


def sent(
    path: str, data: dict[str, list[str]], *, by: User, asked_by: User | None, keep: bool
) -> tuple[Outcome | None, str]:
    """(what came of it, why not): the form posted to `path` as `by`, who is lent the right of the page; kept or only tried."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None, _("The page of this change no longer exists.")
    person = _lent(by, asked_by, actions_of(match.func))
    request = _request(path, data, person)
    request.resolver_match = match
    try:
        outcome = observed(lambda: match.func(request, *match.args, **match.kwargs), by=by, keep=keep)
    except Http404:
        return None, _("What this is about no longer exists.")
    except PermissionDenied:
        return None, _("The applicant no longer has the right to this.")
    told = cast(Any, request)._messages
    return outcome, " ".join(str(message) for message in told if not outcome.wrote)


def module_of(path: str) -> str:
    """The module of the view that answers there."""
    return resolve(urlsplit(path).path).func.__module__


def _lent(by: User, asked_by: User | None, actions: Iterable[str]) -> User:
    """The admin, who decides in the whole company on what the applicant may change: a copy in memory, never saved."""
    person = User.objects.select_related("role", "department").get(pk=by.pk)
    lent = {action: Scope.ALL.value for action in actions if asked_by is not None and scope(asked_by, action)}
    person.further_grants = {**person.further_grants, **lent}
    return person


def _request(path: str, data: dict[str, list[str]], person: User) -> HttpRequest:
    request = HttpRequest()
    parts = urlsplit(path)
    request.method, request.path, request.path_info = "POST", parts.path, parts.path
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": parts.query}
    request.GET = QueryDict(parts.query)
    request.POST = QueryDict(urlencode(data, doseq=True))
    request.user = person
    request.session = SessionStore()
    whole = cast(Any, request)
    whole._messages, whole.htmx, whole.LANGUAGE_CODE = _Told(request), HtmxDetails(request), get_language()
    return request
