"""Decisions that are late: whoever owes them is reminded once a day, and the superior hears of long ones."""

from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import tell

from .requests import locked

AGAIN = timedelta(hours=24)
# Overdue by this much, the next level is told once.
ESCALATE = timedelta(days=3)


def chase(*, at: datetime) -> int:
    """Remind the deciders of overdue requests (and their stand-ins); returns how many requests were chased."""
    late = Request.objects.filter(status=Request.Status.PENDING, due_at__lte=at, decider__isnull=False)
    late = late.filter(Q(reminded_at__isnull=True) | Q(reminded_at__lte=at - AGAIN))
    chased = 0
    for pk in list(late.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = locked().select_related("decider__role", "department", "asked_by").get(pk=pk)
            if row.status != Request.Status.PENDING or (row.reminded_at and row.reminded_at > at - AGAIN):
                continue
            _tell(row, at)
            Request.objects.filter(pk=pk).update(reminded_at=at)
            chased += 1
    return chased


def _tell(row: Request, at: datetime) -> None:
    url, who = reverse("approvals:request", args=[row.pk]), cast(User, row.decider)
    people = [who.pk]
    if who.stand_in_id and who.away_on(local_date(at)):
        people.append(who.stand_in_id)
    tell(people, "request_overdue", at=at, key=f"overdue:{row.pk}:{at:%Y%m%d%H}", url=url, **row.names)
    if at - row.due_at >= ESCALATE:
        level = max(who.role.level, 1) + 1 if who.role else 2
        above = decider(row.department, level, "request.decide", exclude=[p for p in (who.pk, row.asked_by_id) if p])
        if above and above.role and above.role.level >= level:
            tell(
                [above],
                "request_escalated",
                at=at,
                key=f"escalated:{row.pk}",
                url=url,
                **row.names,
                person=str(who),
            )
