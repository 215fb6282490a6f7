"""Where a person has signed in before: nobody else's wrong passwords keep them out there (rows Na3, Nb6)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from crm_project.accounts.models import User
from crm_project.audit.models import Entry

COOKIE = "__Host-device" if settings.SECURE_SSL else "device"
KEPT = timedelta(days=180)
MOST = 8  # people of one browser
_SALT = "accounts.known_devices"


def remember(request: HttpRequest, response: HttpResponseBase, person: User) -> None:
    """Have the browser keep that this person signed in here; it says nothing to anybody else."""
    people = [*[pk for pk in _people(request) if pk != person.pk], person.pk][-MOST:]
    response.set_cookie(
        COOKIE,
        signing.dumps(people, salt=_SALT),
        max_age=KEPT,
        secure=settings.SECURE_SSL,
        httponly=True,
        samesite="Lax",
    )


def knows(request: HttpRequest, person: User, address: str, *, at: datetime) -> bool:
    """Whether this person has signed in from this browser, or lately from this address."""
    if person.pk in _people(request):
        return True
    lately = Entry.objects.filter(actor=person, action="signin", at__gte=at - KEPT)
    return bool(address) and lately.filter(address=address).exists()


def _people(request: HttpRequest) -> list[int]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT)
    except signing.BadSignature:
        return []
    return found if isinstance(found, list) else []
