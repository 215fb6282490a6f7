"""The health check."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
