"""The health check, and the page that stands in for one that broke."""

from django.http import HttpRequest, HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from structlog.contextvars import get_contextvars

from crm_project.ground import health


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all is alive, 503 naming the culprit."""
    parts = health.report()
    well = health.is_well(parts)
    culprits = [name for name, state in parts.items() if state not in (health.OK, health.BUSY)]
    answer = {"status": "ok" if well else "failing", "culprits": culprits, "parts": parts, "details": health.details()}
    return JsonResponse(answer, status=200 if well else 503)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Name the request, so that its report leads to the line in the log. No context processor: one of them may be what broke."""
    told = {"request_id": get_contextvars().get("request_id", ""), "broken_page": request.path}
    return HttpResponseServerError(render_to_string("500.html", told))
