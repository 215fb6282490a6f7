"""Updates that are overdue: shown, told once per due date, and to the manager after a few days (row Ni19)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import Department, User
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import notice, send
from crm_project.notices.models import Notice
from deals.models import Deal
from deals.models.choices import Status

# The manager hears of it when the update is late by so many days.
TO_MANAGER = 3
# Older ones were told long ago: one that slept through a month of downtime is told once more at most.
LOOKED_BACK = 30
BATCH = 500


def overdue(rows: QuerySet[Deal], at: datetime) -> QuerySet[Deal]:
    """Those of these deals whose update is due: the expected date has passed."""
    return rows.filter(status=Status.OPEN, update_due__lt=local_date(at))


def late_rows(rows: QuerySet[Deal], at: datetime, limit: int) -> list[dict[str, Any]]:
    """The longest overdue first, as values for a short list; one query."""
    found = overdue(rows, at).order_by("update_due", "pk")
    values: QuerySet[Deal, Any] = found.values(
        "pk", "name", "update_due", "customer__name", "customer__ownership__owner__full_name"
    )
    return list(values[:limit])


def chase_overdue(*, at: datetime) -> int:
    """Tell the present owner of each overdue deal once per due date, the manager after TO_MANAGER days; returns how many deals."""
    today, chased, last = local_date(at), 0, 0
    bosses: dict[int, User | None] = {}
    columns = (
        "pk",
        "name",
        "update_due",
        "customer__name",
        "customer__ownership__owner_id",
        "customer__ownership__owner__full_name",
        "customer__ownership__department_id",
        "customer__department_id",
    )
    while True:
        found = overdue(
            Deal.objects.filter(pk__gt=last, update_due__gte=today - timedelta(days=LOOKED_BACK)), at
        ).order_by("pk")
        rows = list(found.values(*columns)[:BATCH])
        if not rows:
            return chased
        send([one for row in rows for one in _notices(row, today, bosses, at)])
        chased += len(rows)
        last = rows[-1]["pk"]


def _notices(row: Mapping[str, Any], today: date, bosses: dict[int, User | None], at: datetime) -> Iterator[Notice]:
    owner, due = row["customer__ownership__owner_id"], row["update_due"]
    said = {
        "deal": row["name"],
        "customer": row["customer__name"],
        "due": due.isoformat(),
        "url": reverse("deals:detail", args=[row["pk"]]),
    }
    if owner:
        yield notice(owner, "deal_update", at=at, key=f"deal_update:{row['pk']}:{due}", **said)
    if (today - due).days >= TO_MANAGER or not owner:
        boss = _boss(row["customer__ownership__department_id"] or row["customer__department_id"], bosses)
        if boss and boss.pk != owner:
            person = row["customer__ownership__owner__full_name"] or ""
            yield notice(boss, "deal_late", at=at, key=f"deal_late:{row['pk']}:{due}", person=person, **said)


def _boss(department_id: int, known: dict[int, User | None]) -> User | None:
    if department_id not in known:
        known[department_id] = decider(Department.objects.filter(pk=department_id).first(), 1, "request.decide")
    return known[department_id]
