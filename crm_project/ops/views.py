"""The health check, yes or no for everybody; the state of the system, for admins; the page that stands in for one that broke."""

import ipaddress
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from structlog.contextvars import get_contextvars

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain import authority
from crm_project.accounts.models import User
from crm_project.lib.views import now

from . import health, metrics, system
from .tokens import holds_token

PATH = "/healthz"
# A proxy writes one of these: what came through it came from a stranger.
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Forwarded", "Via")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all is alive, else 503; `?only=web,database` asks for these parts, as a load balancer does.

    The culprit is named to the machine itself and to holders of HEALTH_TOKEN.
    """
    only = set(request.GET.get("only", "").split(",")) - {""}
    parts = {name: state for name, state in health.report().items() if not only or name in only}
    well = health.is_well(parts)
    answer: dict[str, object] = {"status": "ok" if well else "failing"}
    if _may_know(request):
        culprits = [name for name, state in parts.items() if state not in (health.OK, health.BUSY)]
        answer |= {"culprits": culprits, "parts": parts, "details": health.details()}
    return JsonResponse(answer, status=200 if well else 503)


@require_safe
@allowed("people.manage")
def system_state(request: HttpRequest) -> HttpResponse:
    """Web, database, queue, workers, timetable, disk, backups and nightly checks on one page."""
    shown = system.context(now()) | {"all_of_them": authority.everywhere(cast(User, request.user))}
    return render(request, "ops/system.html", shown)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell a browser without cookies from a page that was open for too long."""
    return render(request, "403_csrf.html", {"no_cookie": reason == REASON_NO_CSRF_COOKIE}, status=403)


_FOR_MACHINES: dict[str, Callable[[HttpRequest], HttpResponse]] = {PATH: healthz, metrics.PATH: metrics.metrics}


class HealthMiddleware:
    """Answer before anything else: who watches knows neither the host's name nor https, and has no session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The health check or the figures themselves, or the page."""
        answer = _FOR_MACHINES.get(request.path_info)
        return answer(request) if answer else self.get_response(request)


def _may_know(request: HttpRequest) -> bool:
    if holds_token(request):
        return True
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return (
            not settings.ALLAUTH_TRUSTED_PROXY_COUNT and ipaddress.ip_address(request.META["REMOTE_ADDR"]).is_loopback
        )
    except (KeyError, ValueError):
        return False


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Name the request, so that its report leads to the line in the log. No context processor: one of them may be what broke."""
    told = {"request_id": get_contextvars().get("request_id", ""), "broken_page": request.path}
    return HttpResponseServerError(render_to_string("500.html", told))
