"""What happens to money by itself: overdue things go before the heads, sums are checked (row T20)."""

from celery import shared_task
from django.utils import timezone

from crm_project.accounts.models import User
from crm_project.lib.retries import RETRIED
from crm_project.notices.domain.notify import tell
from crm_project.ops import heartbeats

from .domain import after_sales_people, sums
from .domain.collections import overdue


@shared_task(name="contracts.find_overdue", **RETRIED)
def find_overdue():
    """Every morning, once per thing."""
    return overdue.find_overdue(at=timezone.now())


@shared_task(name="contracts.remind_after_sales", **RETRIED)
def remind_after_sales():
    """Every morning: ask service for introductions that wait too long."""
    return after_sales_people.remind(at=timezone.now())


@shared_task(name="contracts.check_sums", **RETRIED)
def check_sums():
    """Every night; drift shows in /healthz and is told to the admins."""
    at, found = timezone.now(), sums.drift()
    heartbeats.record("sums", f"{len(found)} sums do not agree" if found else "ok")
    if found:
        admins = User.objects.active().filter(role__key="admin")
        tell(admins, "sums_drift", at=at, key=f"sums:{at:%Y%m%d}", n=len(found))
    return len(found)
