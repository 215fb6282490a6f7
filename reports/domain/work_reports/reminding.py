"""Reminders of reports: before they are due, when they are late, and to the superior who waits for them (row Ni1)."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.lib.time import local_date, minute
from crm_project.notices.domain.notify import tell

from . import access
from .demanded import Demand, demands_of

BEFORE = timedelta(hours=24)
# Who was late longer ago is on the list of the team, and not told any more.
LATE = timedelta(days=7)
NAMES = 5


def remind(*, at: datetime) -> int:
    """Tell authors of what is due within a day and of what is late, superiors once a day of what is missing; returns how many reports."""
    people = User.objects.active().select_related("role", "department", "superior__role")
    concerned = [one for one in demands_of(people, at) if one.open and one.due_at - BEFORE <= at <= one.due_at + LATE]
    missing: dict[User, list[Demand]] = defaultdict(list)
    for one in concerned:
        said: dict[str, Any] = {
            "at": at,
            "url": reverse("reports:work_reports"),
            "kind": one.period.kind,
            "first": one.period.first.isoformat(),
            "due": minute(one.due_at),
        }
        once = f"{one.period.kind}:{one.period.first}"
        if at <= one.due_at:
            tell([one.person], "work_report_due", key=f"report-due:{once}", **said)
        else:
            tell([one.person], "work_report_late", key=f"report-late:{once}", **said)
            superior = access.superior_of(one.person)
            if superior is not None:
                missing[superior].append(one)
    for superior, some in missing.items():
        names = list(dict.fromkeys(str(one.person) for one in some))
        tell(
            [superior],
            "work_reports_missing",
            at=at,
            url=reverse("reports:team_reports"),
            key=f"reports-missing:{local_date(at)}",
            n=len(some),
            names=names[:NAMES],
        )
    return len(concerned)
