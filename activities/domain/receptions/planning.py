"""The verbs of a host before a customer comes: plan, change, cancel (row M11)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Reception, ReceptionGift, ReceptionGuest, ReceptionStep
from activities.rules.receptions import first_reminder
from assignment.domain import deadlines
from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.calendar import working_days_after
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import at_hour, local_date, minute
from crm_project.notices.domain.notify import over, tell
from customers.models import Customer

from . import access
from .checking import Plan, check
from .given_tasks import arrange_tasks, open_tasks, withdraw

# When somebody is asked for what they have not recorded: the end of that working day.
HOUR = 17
# Kept in place of a reason that a person wrote.
RELEASED = "reception.released"
NEWS = ("reception_planned", "reception_changed", "reception_tomorrow", "reception_passed")


def chase_moment(ends: datetime, days: int) -> datetime:
    """The end of so many working days after the reception."""
    return at_hour(working_days_after(local_date(ends), days, overrides()), HOUR)


def plan_reception(*, customer: Customer, plan: Plan, by: User, at: datetime) -> Reception:
    """Plan a reception; whoever takes part and whoever has a task for it is told.

    Refuses with what `access.plan_refusal` says, and with code purpose, past, backwards, long, place, guests, lower, level_reason,
    gifts, cost, task_due, assignee, room, room_taken.
    """
    with transaction.atomic():
        customer = deadlines.lock([customer.pk])[customer.pk]
        refusal = access.plan_refusal(by, customer)
        if refusal is not None:
            raise refusal
        check(plan, customer, by, at)
        row = Reception.objects.create(
            customer=customer,
            host=by,
            planned_by=by,
            planned_at=at,
            changed_at=at,
            next_at=first_reminder(plan.begins_at, chase_moment(plan.ends_at, 1), at),
            **_columns(plan),
        )
        _write_parts(row, plan, by, at)
        changes = {name: [None, value] for name, value in _told(plan).items() if value}
        log.record(by=by, action="reception.planned", at=at, subject=row, customer_id=customer.pk, changes=changes)
        notify(row, "planned", [person.pk for person in plan.team if person.pk != by.pk], at=at, by=by)
        return row


def change_reception(*, reception_id: int, plan: Plan, by: User, at: datetime) -> Reception:
    """Change what is planned; whoever takes part, or did, is told where time, place or people change. Refuses likewise, with code over."""
    with transaction.atomic():
        row = locked(reception_id)
        if not access.may_change(by, row, at):
            raise _moved_on(row, at)
        check(plan, row.customer, by, at, row)
        before, was = _told_of(row), set(row.team.values_list("pk", flat=True))
        for name, value in _columns(plan).items():
            setattr(row, name, value)
        row.changed_at = at
        row.next_at = first_reminder(plan.begins_at, chase_moment(plan.ends_at, 1), at)
        row.save()
        for parts in (row.guests, row.steps, row.gifts):
            parts.all().delete()
        _write_parts(row, plan, by, at)
        changes = log.differences(before, _told(plan))
        log.record(by=by, action="reception.changed", at=at, subject=row, customer_id=row.customer_id, changes=changes)
        people = {person.pk for person in plan.team}
        new, gone = people - was, was - people
        notify(row, "planned", new - {by.pk}, at=at, by=by)
        notify(row, "without_you", gone - {by.pk}, at=at, by=by)
        if changes:
            notify(row, "changed", (people & was | {row.host_id}) - {by.pk}, at=at, by=by)
        return row


def cancel_reception(*, reception_id: int, reason: str, by: User, at: datetime) -> Reception:
    """Call it off: tasks are withdrawn, whoever takes part or has a task is told. Refuses with code reason, over."""
    reason = given(reason, _("Say why the reception is cancelled."))
    with transaction.atomic():
        row = locked(reception_id)
        if not access.may_cancel(by, row):
            raise _moved_on(row, at)
        call_off(row, reason=reason, by=by, at=at)
        return row


def call_off(row: Reception, *, reason: str, by: User | None, at: datetime) -> None:
    """The reception, locked by the caller, does not take place."""
    tasks = open_tasks(row)
    row.state, row.cancel_reason, row.changed_at, row.next_at = Reception.State.CANCELLED, reason[:300], at, None
    row.save(update_fields=["state", "cancel_reason", "changed_at", "next_at"])
    withdraw(tasks, row, by=by, at=at, told=False)
    log.record(by=by, action="reception.cancelled", at=at, subject=row, customer_id=row.customer_id, reason=reason)
    people = {row.host_id, *row.team.values_list("pk", flat=True), *(task.assignee_id for task in tasks)}
    over(people, NEWS, url=_url(row), at=at)
    told = people - ({by.pk} if by else set())
    if reason == RELEASED:
        tell(told, "reception_released", at=at, url=_url(row), **_news(row))
    else:
        tell(told, "reception_cancelled", at=at, url=_url(row), **_news(row), reason=reason[:200])


def locked(reception_id: int) -> Reception:
    """The reception, locked after its customer."""
    deadlines.lock(Reception.objects.filter(pk=reception_id).values_list("customer_id", flat=True))
    rows = Reception.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related(*access.NEAR).get(pk=reception_id)


def _moved_on(row: Reception, at: datetime) -> Refused:
    if row.state == Reception.State.PLANNED and at >= row.begins_at:
        return Refused(_("The reception has begun: record it afterwards, or cancel it."), code="over")
    if row.state == Reception.State.PLANNED:
        return Refused(_("Only the host and the owner of the customer change a reception."), code="forbidden")
    return Refused(_("The reception was cancelled or recorded meanwhile: read it again."), code="over")


def notify(row: Reception, news: str, people: Iterable[int | None], *, at: datetime, by: User | None = None) -> None:
    """Tell these people of the reception as it stands; `news` is the kind of notice after “reception_”."""
    tell(people, f"reception_{news}", at=at, url=_url(row), person=str(by or row.host), **_news(row))


def _news(row: Reception) -> dict[str, str]:
    return {"customer": row.customer.name, "begins": minute(row.begins_at)}


def _url(row: Reception) -> str:
    return reverse("activities:reception", args=[row.pk])


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "level": plan.level,
        "level_reason": plan.level_reason.strip()[:200],
        "purpose": plan.purpose.strip()[:200],
        "begins_at": plan.begins_at,
        "ends_at": plan.ends_at,
        "room": plan.room,
        "place": plan.place.strip()[:120],
        "cost": plan.cost,
        "note": plan.note.strip(),
    }


def _told(plan: Plan) -> dict[str, Any]:
    """What the audit keeps of a plan."""
    return {
        "level": str(plan.level.name),
        "begins": minute(plan.begins_at),
        "ends": minute(plan.ends_at),
        "room": plan.room.name if plan.room else None,
        "place": plan.place.strip() or None,
        "purpose": plan.purpose.strip(),
        "reception_cost": None if plan.cost is None else str(plan.cost),
        "guests": ", ".join(guest.name for guest in plan.guests),
    }


def _told_of(row: Reception) -> dict[str, Any]:
    """The same of one that stands."""
    return {
        "level": row.level.name,
        "begins": minute(row.begins_at),
        "ends": minute(row.ends_at),
        "room": row.room.name if row.room else None,
        "place": row.place or None,
        "purpose": row.purpose,
        "reception_cost": None if row.cost is None else str(row.cost),
        "guests": ", ".join(guest.name for guest in row.guests.all()),
    }


def _write_parts(row: Reception, plan: Plan, by: User, at: datetime) -> None:
    row.team.set([person for person in plan.team if person.pk != row.host_id])
    ReceptionGuest.objects.bulk_create(
        ReceptionGuest(reception=row, contact=one.contact, name=one.name[:80], position=one.position[:80])
        for one in plan.guests
    )
    ReceptionStep.objects.bulk_create(
        ReceptionStep(reception=row, starts=one.starts, what=one.what[:200], who=one.who[:120]) for one in plan.steps
    )
    ReceptionGift.objects.bulk_create(
        ReceptionGift(reception=row, what=one.what[:120], value=one.value) for one in plan.gifts
    )
    arrange_tasks(row, plan.tasks, by=by, at=at)
