"""Receptions follow the customer to its next owner, or pass on when their host leaves (rows M11, Ne9)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from activities.models import Reception, Task
from activities.models.choices import Closed
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.open_work import Move
from customers.domain.following_rows import holders_now

from .access import NEAR
from .planning import RELEASED, call_off, notify


def planned() -> QuerySet[Reception]:
    """Receptions that are to come, or wait for their record."""
    return Reception.objects.filter(state=Reception.State.PLANNED)


def _locked(rows: QuerySet[Reception]) -> list[Reception]:
    return list(rows.select_for_update(no_key=True, of=("self",)).select_related(*NEAR).order_by("pk"))


def _to_come(moves: Iterable[Move], at: datetime) -> list[Reception]:
    """Those that the former owners of these customers host; what is over is recorded by whoever was there."""
    former = {move.customer_id: move.former_id for move in moves}
    rows = _locked(planned().filter(customer__in=former, ends_at__gt=at))
    return [row for row in rows if row.host_id == former[row.customer_id]]


def _give(row: Reception, to: int, *, by: User | None, at: datetime, told: bool = True) -> None:
    """A locked reception gets another host."""
    before = row.host
    row.host = User.objects.get(pk=to)
    row.changed_at = at
    row.save(update_fields=["host", "changed_at"])
    row.team.remove(to)
    changes = {"host": [str(before), str(row.host)]}
    log.record(by=by, action="reception.passed_on", at=at, subject=row, customer_id=row.customer_id, changes=changes)
    if told:
        notify(row, "passed", [to], at=at)


def follow_owner(moves: Sequence[Move], *, by: User | None, at: datetime) -> dict[int, list[int]]:
    """Receptions to come go to the customers' next owners."""
    owners, out = {move.customer_id: move.to_id for move in moves}, defaultdict(list)
    for row in _to_come(moves, at):
        to = owners[row.customer_id]
        if to is not None:
            _give(row, to, by=by, at=at)
            out[row.customer_id].append(row.pk)
    return dict(out)


def call_off_released(moves: Sequence[Move], *, by: User | None, at: datetime) -> dict[int, list[int]]:
    """Nobody works on the customers any more: receptions that have not begun do not take place."""
    out = defaultdict(list)
    for row in _to_come(moves, at):
        if row.begins_at > at:
            call_off(row, reason=RELEASED, by=by, at=at)
            out[row.customer_id].append(row.pk)
    return dict(out)


def put_back(move: Move, ids: Collection[int], *, by: User | None, at: datetime, pooled: bool) -> None:
    """What an undo gives back: called-off ones stand again while they are to come and their room is free; others go to the former owner."""
    rows = _locked(Reception.objects.filter(pk__in=ids, customer=move.customer_id))
    for row in rows:
        if not pooled:
            if row.state == Reception.State.PLANNED and row.host_id == move.former_id and move.to_id is not None:
                _give(row, move.to_id, by=by, at=at)
        elif row.cancel_reason == RELEASED and row.begins_at > at and not _room_taken(row):
            _stand_again(row, by, at)


def _room_taken(row: Reception) -> bool:
    others = planned().filter(room=row.room_id, begins_at__lt=row.ends_at, ends_at__gt=row.begins_at)
    return row.room_id is not None and others.exists()


def _stand_again(row: Reception, by: User | None, at: datetime) -> None:
    tasks = Task.objects.filter(receptions=row, closed_because=Closed.RECEPTION, done_at=row.changed_at)
    Task.objects.filter(pk__in=list(tasks.values_list("pk", flat=True))).update(
        done_at=None, closed_because="", reminded_at=None
    )
    row.state, row.cancel_reason, row.changed_at = Reception.State.PLANNED, "", at
    # The next run says what it is to be reminded of.
    row.next_at = at
    row.save(update_fields=["state", "cancel_reason", "changed_at", "next_at"])
    log.record(by=by, action="reception.reopened", at=at, subject=row, customer_id=row.customer_id)
    notify(row, "again", [row.host_id, *row.team.values_list("pk", flat=True)], at=at)


def pass_on(*, leaver: User, to: User, by: User | None, at: datetime) -> int:
    """What the leaver hosts and does not follow a customer: to the owner of the customer, else to `to`; how many went to `to`."""
    with transaction.atomic():
        rows = _locked(planned().filter(host=leaver).exclude(customer__ownership__owner=leaver))
        holders, given = holders_now(row.customer_id for row in rows), 0
        for row in rows:
            taker = holders[row.customer_id][0] if row.customer_id in holders else to.pk
            _give(row, taker, by=by, at=at, told=taker != to.pk)
            given += taker == to.pk
        return given


def give_back(*, leaver: User, ids: Collection[int], moment: datetime, by: User | None, at: datetime) -> set[int]:
    """The account is open again: what is still to come or to be recorded is theirs."""
    rows = _locked(planned().filter(pk__in=ids))
    for row in rows:
        if row.host_id != leaver.pk:
            _give(row, leaver.pk, by=by, at=at)
    return {row.pk for row in rows}
