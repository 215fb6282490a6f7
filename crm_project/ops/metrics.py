"""The state of the system as figures for Prometheus, for holders of HEALTH_TOKEN (row Nh4)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from crm_project.lib.views import now

from . import health, system
from .models import Alarm, Backup
from .tokens import holds_token

PATH = "/metrics"


class _State(Collector):
    """Asked anew each time; where the database is gone, the parts alone answer."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[Metric]:
        """Every figure."""
        parts = health.report()
        up = GaugeMetricFamily("crm_up", "Whether a part of the system works", labels=["part"])
        for name, state in parts.items():
            up.add_metric([name], state in (health.OK, health.BUSY))
        yield up
        if parts["database"] == health.OK:
            try:
                yield from self._watched()
            except DatabaseError:
                return

    def _watched(self) -> Iterator[Metric]:
        checks = GaugeMetricFamily(
            "crm_check_ok", "Whether the last nightly check found nothing wrong", labels=["check"]
        )
        for name, text in health.details().items():
            checks.add_metric([name], text.startswith("ok"))
        yield checks
        well = GaugeMetricFamily("crm_status_ok", "Whether a line of the status page is well", labels=["line"])
        for line, found in system.lines(self.at):
            well.add_metric([line.key], found.well)
            if found.number is not None:
                yield GaugeMetricFamily(f"crm_{line.key}", str(line.label), value=found.number)
        yield well
        yield GaugeMetricFamily("crm_alarms", "Alarms that are not over", value=Alarm.objects.count())
        last = Backup.objects.whole().first()
        if last is not None:
            yield GaugeMetricFamily("crm_last_backup_timestamp_seconds", "The newest backup", value=last.at.timestamp())


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures; 404 for whoever does not hold the token."""
    if not holds_token(request):
        return HttpResponse(status=404)
    registry = CollectorRegistry()
    registry.register(_State(now()))
    with translation.override("en"):
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
