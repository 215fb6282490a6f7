"""The token of a form: what is sent twice is saved once (a double click, a reload, two windows of one answer).

Every form that posts carries a token of its own. The first answer that saves something uses the token up, in the same
transaction as the change; whatever comes later with it is led to what the first one made. The database decides which one
is first: the token is a primary key.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from crm_project.lib.database.turns import take_turns

from .models import UsedForm

FIELD = "form_token"
# What the page of an existing thing was opened on: crm_project.lib.edit_form.
OPENED = "form_opened"
KEPT = timedelta(days=30)


def _seal(nonce: str, user: Any, about: object) -> str:
    return salted_hmac("activities.once", f"{nonce}:{user.pk}:{about}", algorithm="sha256").hexdigest()[:16]


def token(user: Any, about: object = "") -> str:
    """A fresh token (39 characters) for this person's form, where needed about one thing only."""
    nonce = secrets.token_urlsafe(16)
    return f"{nonce}.{_seal(nonce, user, about)}"


def fits(text: str | None, user: Any, about: object = "") -> bool:
    """Whether the token was given to this person, and about this."""
    nonce, dot, seal = (text or "").rpartition(".")
    return bool(dot) and len(text or "") <= 40 and constant_time_compare(seal, _seal(nonce, user, about))


def forget_old(at: datetime) -> int:
    """Remove tokens that nobody can have open any more; how many."""
    return UsedForm.objects.filter(at__lt=at - KEPT).delete()[0]


class FormTokenMiddleware:
    """Save each form once, and the forms of one page one after another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.user.is_authenticated:
            return self.get_response(request)
        text = request.POST.get(FIELD)
        text = text if fits(text, request.user) else None
        opened = OPENED in request.POST
        if (text is None and not opened) or _previews(request):
            return self.get_response(request)
        with transaction.atomic():
            if opened:
                _queue_up(request.path)
            if text is not None and not _taken(text, request.user):
                return _answered(request, text)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif text is not None:
                _keep(request, response, text)
        return response


def _previews(request: HttpRequest) -> bool:
    """Whether the view only judges what is typed (crm_project.lib.views.saves_nothing)."""
    try:
        marked: Any = getattr(resolve(request.path_info).func, "saves_nothing", False)
    except Resolver404:
        return False
    return bool(marked(request) if callable(marked) else marked)


def _queue_up(path: str) -> None:
    """Wait for whoever saves the same page: the view then reads what they left. SQLite has one writer at a time anyway."""
    take_turns([path])


def _taken(text: str, user: Any) -> bool:
    """Whether we are the first with this token; waits for another one that is on its way."""
    try:
        with transaction.atomic():
            UsedForm.objects.create(token=text, person_id=user.pk, at=timezone.now())
    except IntegrityError:
        return False
    return True


def _keep(request: HttpRequest, response: HttpResponse, text: str) -> None:
    """Remember where the answer leads; a form that was refused may be sent again."""
    location = response.headers.get("Location") or response.headers.get("HX-Redirect") or ""
    partly = request.headers.get("HX-Request") == "true" and response.status_code < 300
    if _refused(request) or not (location or partly):
        UsedForm.objects.filter(pk=text).delete()
    elif location:
        UsedForm.objects.filter(pk=text).update(location=location[:2000])


def _refused(request: HttpRequest) -> bool:
    """Whether the view said no by a message: it redirects then too."""
    queued = getattr(getattr(request, "_messages", None), "_queued_messages", ())
    return any(message.level >= messages.ERROR for message in queued)


def _answered(request: HttpRequest, text: str) -> HttpResponse:
    """Lead to what the first one made."""
    location = UsedForm.objects.filter(pk=text).values_list("location", flat=True).first()
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=204)
        response["HX-Redirect" if location else "HX-Refresh"] = location or "true"
        return response
    messages.info(request, _("This was already saved; nothing was saved twice."))
    return HttpResponseRedirect(location or "/")
