"""What a host writes of a reception, and what is checked before it stands (row M11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from django.utils.translation import gettext as _

from activities.domain.access import assignees
from activities.models import Reception, ReceptionLevel, ReceptionRoom
from activities.rules import receptions as rules
from crm_project.accounts.models import User
from crm_project.lib.money import money_text
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from customers.models import Contact, Customer

from .levels import is_important, level_of, offered, standings


@dataclass(frozen=True)
class Guest:
    """Somebody who is expected or came: a contact, or by name."""

    name: str
    position: str = ""
    contact: Contact | None = None


@dataclass(frozen=True)
class Step:
    """A line of the schedule."""

    what: str
    who: str = ""
    starts: time | None = None


@dataclass(frozen=True)
class Gift:
    """A gift and its value."""

    what: str
    value: Decimal


@dataclass(frozen=True)
class Given:
    """A task for somebody, due before the reception."""

    what: str
    assignee: User
    due_at: datetime


@dataclass(frozen=True)
class Plan:
    """What a host writes of a reception."""

    level: ReceptionLevel
    purpose: str
    begins_at: datetime
    ends_at: datetime
    guests: Sequence[Guest]
    level_reason: str = ""
    room: ReceptionRoom | None = None
    place: str = ""
    team: Sequence[User] = ()
    steps: Sequence[Step] = ()
    gifts: Sequence[Gift] = ()
    cost: Decimal | None = None
    tasks: Sequence[Given] = ()
    note: str = ""


def check(plan: Plan, customer: Customer, by: User, at: datetime, before: Reception | None = None) -> None:
    """Refuse a plan that can't be; the transaction holds the customer. `before`: the reception that is changed."""
    if not plan.purpose.strip():
        raise Refused(_("Say what the reception is for."), code="purpose", field="purpose")
    _check_times(plan, at)
    if plan.room is None and not plan.place.strip():
        raise Refused(_("Choose a room, or say where the customer is received."), code="place", field="room")
    if not plan.guests:
        raise Refused(_("Name at least one guest."), code="guests", field="contacts")
    _check_level(plan, customer)
    _check_sums(plan)
    _check_tasks(plan, by, at)
    if plan.room is not None:
        _check_room(plan, plan.room, before)


def _check_times(plan: Plan, at: datetime) -> None:
    wrong = rules.times_problem(plan.begins_at, plan.ends_at, at)
    said = {
        "past": (_("A reception is planned before it begins: choose a later time."), "begins_at"),
        "backwards": (_("The reception ends before it begins: correct the times."), "ends_at"),
        "long": (_("A reception takes a week at most: plan several."), "ends_at"),
    }
    if wrong:
        raise Refused(said[wrong][0], code=wrong, field=said[wrong][1])


def _check_level(plan: Plan, customer: Customer) -> None:
    own = level_of(customer)
    wrong = rules.level_problem(standings(offered()), plan.level.pk, is_important(customer), plan.level_reason)
    if wrong == rules.LOWER:
        raise Refused(
            _("Important customers are received at the level “%(level)s” or a higher one: choose it.") % {"level": own},
            code=wrong,
            field="level",
        )
    if wrong == rules.REASON:
        raise Refused(
            _("“%(level)s” is above the level of this customer (%(own)s): say why.")
            % {"level": plan.level, "own": own},
            code=wrong,
            field="level_reason",
        )


def _check_sums(plan: Plan) -> None:
    level, n = plan.level, len(plan.guests)
    gifts = total(plan.gifts)
    if rules.exceeds(gifts, level.gift_limit, n):
        raise Refused(
            _(
                "Gifts may be worth %(sum)s in all at this level (%(each)s for each guest, %(n)d expected): choose others."
            )
            % _allowed(level.gift_limit, n),
            code="gifts",
            field="gifts",
        )
    if rules.exceeds(plan.cost, level.cost_limit, n):
        raise Refused(
            _("It may cost %(sum)s in all at this level (%(each)s for each guest, %(n)d expected): plan for less.")
            % _allowed(level.cost_limit, n),
            code="cost",
            field="cost",
        )


def total(gifts: Sequence[Gift]) -> Decimal:
    """What the gifts are worth together."""
    return sum((gift.value for gift in gifts), Decimal(0))


def _allowed(limit: Decimal | None, n: int) -> dict[str, object]:
    return {"sum": money_text(rules.most(limit, n)), "each": money_text(limit), "n": n}


def _check_tasks(plan: Plan, by: User, at: datetime) -> None:
    may_be_asked = set(
        assignees(by).filter(pk__in=[task.assignee.pk for task in plan.tasks]).values_list("pk", flat=True)
    )
    for task in plan.tasks:
        if not at < task.due_at <= plan.begins_at:
            raise Refused(
                _("The task “%(task)s” is to be done before the reception: choose a time before %(begins)s.")
                % {"task": task.what, "begins": minute(plan.begins_at)},
                code="task_due",
                field="tasks",
            )
        if task.assignee.pk not in may_be_asked:
            raise Refused(
                _("You can't assign tasks to %(person)s.") % {"person": task.assignee}, code="assignee", field="tasks"
            )


def _check_room(plan: Plan, room: ReceptionRoom, before: Reception | None) -> None:
    """The room is locked until the plan stands: of two hosts who want it at once, the second reads that it is taken."""
    locked = ReceptionRoom.objects.select_for_update(no_key=True).get(pk=room.pk)
    if not locked.active and (before is None or before.room_id != room.pk):
        raise Refused(
            _("“%(room)s” is no longer offered: choose another room.") % {"room": room}, code="room", field="room"
        )
    others = Reception.objects.filter(
        room=room, state=Reception.State.PLANNED, begins_at__lt=plan.ends_at, ends_at__gt=plan.begins_at
    )
    others = others.exclude(pk=before.pk) if before else others
    other = others.select_related("host").order_by("begins_at").first()
    if other is not None:
        raise Refused(
            _("“%(room)s” is taken by %(person)s from %(begins)s until %(ends)s: choose another room or time.")
            % {
                "room": room,
                "person": other.host,
                "begins": minute(other.begins_at),
                "ends": minute(other.ends_at),
            },
            code="room_taken",
            field="room",
        )
