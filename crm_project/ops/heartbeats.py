"""Signs of life, written by the background processes and read by the health check."""

from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from .models import Heartbeat

NOT_YET = "not checked yet"


def beat(name: str) -> None:
    """Note that a process is alive now."""
    row = Heartbeat(name=name, at=timezone.now())
    Heartbeat.objects.bulk_create([row], update_conflicts=True, update_fields=["at"], unique_fields=["name"])


def record(name: str, text: str) -> None:
    """Keep the outcome of a nightly check for the health report."""
    cache.set(f"sign:{name}", text, None)


def recorded(*names: str) -> dict[str, str]:
    """The last outcome of each of these nightly checks, in one question."""
    found = cache.get_many([f"sign:{name}" for name in names])
    return {name: found.get(f"sign:{name}") or NOT_YET for name in names}


def last_seen() -> dict[str, datetime]:
    """When each process was last seen."""
    return dict(Heartbeat.objects.values_list("name", "at"))
