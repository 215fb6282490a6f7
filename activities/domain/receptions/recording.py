"""The verb of a host afterwards: who came, what was given and spent, and the follow-up on what was agreed (row M11)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.domain.access import followup_refusal
from activities.domain.follow_ups import record_followup
from activities.models import Reception, ReceptionGift, ReceptionGuest
from activities.rules.receptions import exceeds
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import over

from . import access
from .checking import Gift, Guest, total
from .planning import NEWS, locked

SLACK = timedelta(minutes=1)
CHASING = ("reception_to_record", "reception_unrecorded")


@dataclass(frozen=True)
class Record:
    """What a host says afterwards. `came`: keys of expected guests; `fields`: of the follow-up, as `record_followup` takes them."""

    began_at: datetime
    ended_at: datetime
    came: Collection[int]
    fields: Mapping[str, Any]
    others: Sequence[Guest] = ()
    gifts: Sequence[Gift] = ()
    cost: Decimal | None = None
    above_reason: str = ""


def record_reception(*, reception_id: int, record: Record, by: User, at: datetime) -> Reception:
    """Record a reception that took place; what was agreed becomes the follow-up of the customer, where the person may write one there.

    A second time changes nothing. Refuses with code forbidden, early, state, times, future, guests, above, and what `record_followup` refuses.
    """
    with transaction.atomic():
        row = locked(reception_id)
        if row.state == Reception.State.RECORDED and access.works_on(by, row):
            return row
        if not access.may_record(by, row, at):
            raise _refusal(row, by, at)
        _check_times(record, at)
        guests = list(row.guests.all())
        n = len([guest for guest in guests if guest.pk in record.came]) + len(record.others)
        if not n:
            raise Refused(_("Say who came; cancel the reception where nobody did."), code="guests", field="came")
        if above(row, record, n) and not record.above_reason.strip():
            raise Refused(
                _("More was given or spent than the level allows: say why."), code="above", field="above_reason"
            )
        _write_parts(row, guests, record)
        row.began_at, row.ended_at, row.real_cost = record.began_at, record.ended_at, record.cost
        row.above_reason = record.above_reason.strip()[:300] if above(row, record, n) else ""
        row.agreed = str(record.fields.get("content") or "").strip()
        row.followup = _follow_up(row, record, by, at)
        row.state, row.recorded_by, row.recorded_at, row.changed_at = Reception.State.RECORDED, by, at, at
        row.next_at = None
        row.save()
        log.record(
            by=by,
            action="reception.recorded",
            at=at,
            subject=row,
            customer_id=row.customer_id,
            reason=row.above_reason,
        )
        url = reverse("activities:reception", args=[row.pk])
        people = [row.host_id, by.pk, *row.team.values_list("pk", flat=True)]
        over(people, NEWS, url=url, at=at)
        over([*people, *_superiors(row)], CHASING, url=url, at=at)
        return row


def above(row: Reception, record: Record, guests: int) -> bool:
    """Whether more was given or spent than the level allows for those who came."""
    level = row.level
    return exceeds(total(record.gifts), level.gift_limit, guests) or exceeds(record.cost, level.cost_limit, guests)


def _superiors(row: Reception) -> list[int]:
    return [row.host.superior_id] if row.host.superior_id else []


def _refusal(row: Reception, by: User, at: datetime) -> Refused:
    if not access.works_on(by, row):
        return Refused(_("Only the host and the owner of the customer record a reception."), code="forbidden")
    if row.state != Reception.State.PLANNED:
        return Refused(_("The reception was cancelled: there is nothing to record."), code="state")
    return Refused(_("The reception has not begun: record it afterwards."), code="early")


def _check_times(record: Record, at: datetime) -> None:
    if record.ended_at <= record.began_at:
        raise Refused(_("It ended before it began: correct the times."), code="times", field="ended_at")
    if record.ended_at > at + SLACK:
        raise Refused(_("The reception is not over yet: record it afterwards."), code="future", field="ended_at")


def _write_parts(row: Reception, guests: Sequence[ReceptionGuest], record: Record) -> None:
    for guest in guests:
        guest.came = guest.pk in record.came
    ReceptionGuest.objects.bulk_update(guests, ["came"])
    ReceptionGuest.objects.bulk_create(
        ReceptionGuest(reception=row, name=one.name[:80], position=one.position[:80], came=True)
        for one in record.others
    )
    ReceptionGift.objects.bulk_create(
        ReceptionGift(reception=row, what=one.what[:120], value=one.value, given=True) for one in record.gifts
    )


def _follow_up(row: Reception, record: Record, by: User, at: datetime) -> Any:
    """The follow-up; None where the person works on the customer no longer: what was agreed then stands with the reception alone."""
    if followup_refusal(by, row.customer) is not None:
        return None
    fields = {**record.fields, "occurred_at": record.began_at}
    return record_followup(
        customer_id=row.customer_id, by=by, at=at, fields=fields, idempotency_key=f"reception:{row.pk}"
    )
