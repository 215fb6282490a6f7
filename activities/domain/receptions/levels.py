"""The managed lists of levels and rooms, and which level a customer gets by itself (row M11)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from activities.models import ReceptionLevel, ReceptionRoom
from activities.rules.receptions import Standing, own_level
from contracts.ratings.models import KeyStatus
from contracts.ratings.models.choices import KeyStatusKind
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.language import in_language
from customers.domain import list_entries
from customers.models import Customer
from customers.models.choices import Level

OWN = ("important", "gift_limit", "cost_limit", "schedule", "schedule_zh")


def is_important(customer: Customer) -> bool:
    """Whether the customer is received as an important one: a VIP, of the core class, or a key customer."""
    if customer.vip or customer.level == Level.CORE:
        return True
    return KeyStatus.objects.filter(customer=customer, kind=KeyStatusKind.KEY).exists()


def offered() -> list[ReceptionLevel]:
    """Levels that may be chosen, the highest first."""
    return list(ReceptionLevel.objects.filter(active=True))


def standings(levels: list[ReceptionLevel]) -> list[Standing]:
    """The same as the rules take them."""
    return [Standing(level.pk, level.important) for level in levels]


def level_of(customer: Customer) -> ReceptionLevel | None:
    """The level that the customer gets by itself; None where no level is offered."""
    levels = offered()
    key = own_level(standings(levels), is_important(customer))
    return next((level for level in levels if level.pk == key), None)


def standing_lines(level: ReceptionLevel) -> list[str]:
    """What the schedule of a new plan begins with, in the reader's language."""
    text = in_language(level.schedule, level.schedule_zh)
    return [line.strip()[:200] for line in text.splitlines() if line.strip()]


def save_level(
    *,
    name: str,
    name_zh: str,
    important: bool,
    gift_limit: Decimal | None,
    cost_limit: Decimal | None,
    schedule: str,
    schedule_zh: str,
    by: User,
    at: datetime,
    level_id: int | None = None,
) -> ReceptionLevel:
    """Add a level, or change one: plans that stand keep theirs, and are held against it when they change. Refuses with code name, twice.

    One level is for important customers: giving it to this one takes it from the other.
    """
    with transaction.atomic():
        rows = ReceptionLevel.objects.all()
        row = list_entries.save_entry(rows, name=name, name_zh=name_zh, by=by, at=at, entry_id=level_id)
        new: dict[str, Any] = dict(
            zip(OWN, (important, gift_limit, cost_limit, schedule.strip(), schedule_zh.strip()), strict=True)
        )
        changes = log.differences({column: getattr(row, column) for column in OWN}, new)
        if changes:
            for column, value in new.items():
                setattr(row, column, value)
            row.save(update_fields=OWN)
            log.record(by=by, action="list.saved", at=at, subject=row, changes=changes)
        if important:
            rows.filter(important=True).exclude(pk=row.pk).update(important=False)
        return row


def switch_level(*, level_id: int, by: User, at: datetime) -> ReceptionLevel:
    """Offer a level no longer, or again; receptions that have it keep it."""
    return list_entries.switch_entry(ReceptionLevel.objects.all(), entry_id=level_id, by=by, at=at)


def move_level(*, level_id: int, up: bool, by: User, at: datetime) -> ReceptionLevel:
    """One place up, which makes it a higher one, or down."""
    return list_entries.move_entry(ReceptionLevel.objects.all(), entry_id=level_id, up=up, by=by, at=at)


def save_room(*, name: str, name_zh: str, by: User, at: datetime, room_id: int | None = None) -> ReceptionRoom:
    """Add a room, or rename one. Refuses with code name, twice."""
    return list_entries.save_entry(
        ReceptionRoom.objects.all(), name=name, name_zh=name_zh, by=by, at=at, entry_id=room_id
    )


def switch_room(*, room_id: int, by: User, at: datetime) -> ReceptionRoom:
    """Offer a room no longer, or again; receptions in it stay."""
    return list_entries.switch_entry(ReceptionRoom.objects.all(), entry_id=room_id, by=by, at=at)


def move_room(*, room_id: int, up: bool, by: User, at: datetime) -> ReceptionRoom:
    """One place up or down."""
    return list_entries.move_entry(ReceptionRoom.objects.all(), entry_id=room_id, up=up, by=by, at=at)
