"""Reminding of receptions: the day before, and once they wait to be recorded (row M11)."""

from datetime import datetime

from django.db import transaction

from activities.models import Reception
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User

from .access import NEAR
from .planning import chase_moment, notify

# From which level on somebody is the superior of a host that has none named.
HEAD = 1


def remind(*, at: datetime) -> int:
    """Tell host and people the day before; the host after one working day without a record, their superior after two. How many."""
    with transaction.atomic():
        rows = list(
            Reception.objects.filter(next_at__lte=at, state=Reception.State.PLANNED)
            .select_for_update(no_key=True, of=("self",), skip_locked=True)
            .select_related(*NEAR, "host__department")
            .prefetch_related("team")
            .order_by("next_at", "pk")
        )
        for row in rows:
            row.next_at = _remind(row, at)
        Reception.objects.bulk_update(rows, ["next_at"], batch_size=500)
        return len(rows)


def _remind(row: Reception, at: datetime) -> datetime | None:
    """Tell whom it concerns now; returns when it is the next one's turn."""
    asked, told = chase_moment(row.ends_at, 1), chase_moment(row.ends_at, 2)
    if at < row.begins_at:
        notify(row, "tomorrow", [row.host_id, *(person.pk for person in row.team.all())], at=at)
        return asked
    if at < asked:
        return asked
    if row.next_at is not None and row.next_at < told:
        notify(row, "to_record", [row.host_id], at=at)
        return told
    # Of a restricted file its superiors hear nothing by themselves.
    if not row.customer.restricted:
        notify(row, "unrecorded", [_superior(row.host)], at=at)
    return None


def _superior(host: User) -> int | None:
    if host.superior_id:
        return host.superior_id
    above = decider(host.department, HEAD, "followup.review", exclude=[host])
    return above.pk if above else None
