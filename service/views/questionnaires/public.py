"""The page behind a link: no account, no cookie, no script; nothing of the customer but what was asked (row T22).

The token in the address is all that opens it. No cookie is read or set, so that there is nothing that a foreign page could make a
browser send along: the form needs no token against that (and with `no-referrer` a browser could not prove where it came from).
"""

from functools import wraps

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from crm_project.lib.refused import Refused
from crm_project.lib.views import now
from crm_project.ops.guesses import guessed, too_many
from service.domain.questionnaires import answering, links

from .filling import fill, language_of

GUESS = "questionnaire"
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
}
MESSAGE = "service/questionnaires/message.html"
THANKS = "done"


def guarded(view):
    """Kept nowhere, found by no search engine, named to no other site: whatever it answers."""

    @wraps(view)
    def inner(request, token):
        answer = view(request, token)
        for name, value in HEADERS.items():
            answer.headers[name] = value
        return answer

    return inner


@csrf_exempt
@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    """Show or take the answers of whoever holds the link. Addresses that guess are turned away before anything is looked up."""
    at = now()
    if too_many(request, at, GUESS):
        return _message(request, "many", 429)
    invitation = links.invitation_of(token)
    if invitation is None:
        guessed(request, at, GUESS)
        return _message(request, "unknown", 404)
    language = language_of(request, invitation)
    with translation.override(language):
        state = answering.state_of(invitation, at)
        if state == answering.ANSWERED and THANKS in request.GET:
            return _message(request, "thanks", 200)
        if state != answering.OPEN:
            return _message(request, state, 410)
        try:
            page = fill(request, invitation, at, template="service/questionnaires/public.html")
        except Refused as refusal:  # somebody else was faster, with the same link
            return _message(request, refusal.code, 410)
        return page or _thanks(request, language)


def _thanks(request, language):
    return HttpResponseRedirect(f"{request.path}?{THANKS}=1&language={language}")


def _message(request, said, status):
    return render(request, MESSAGE, {"said": said}, status=status)
