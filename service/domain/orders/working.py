"""Taking an order on and working on it: accept, start, wait, go on, finish (row Ni21)."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from service.domain.remedial import watching
from service.domain.saving import move
from service.models import OrderCause, OrderWait, ServiceOrder
from service.models.choices import Status

from . import telling
from .lock import locked_order, save_change


def accept_order(*, order_id: int, by: User, at: datetime) -> ServiceOrder:
    """Take it on: the response clock ends. One that nobody has becomes one's own. Code status where somebody was faster."""
    with locked_order(order_id, by, "accept") as order:
        changes = move(order, Status.ACCEPTED) | _take(order, by, at)
        order.accepted_at = at
        return save_change(order, by=by, at=at, action="service.accepted", changes=changes)


def start_order(*, order_id: int, by: User, at: datetime) -> ServiceOrder:
    """Begin the work; one that was not accepted is by this."""
    with locked_order(order_id, by, "start") as order:
        changes = move(order, Status.UNDER_WAY) | _take(order, by, at)
        order.accepted_at, order.started_at = order.accepted_at or at, at
        return save_change(order, by=by, at=at, action="service.started", changes=changes)


def wait_with_order(
    *, order_id: int, waits_for: str, note: str = "", expected_on: date | None = None, by: User, at: datetime
) -> ServiceOrder:
    """Stop the completion clock. Refuses with code past a day that is over; code status as ever."""
    if expected_on and expected_on < local_date(at):
        raise Refused(_("This day is over: when does the work go on?"), code="past", field="expected_on")
    with locked_order(order_id, by, "wait") as order:
        changes = move(order, Status.WAITING)
        OrderWait.objects.create(order=order, waits_for=waits_for, note=note, since=at, expected_on=expected_on, by=by)
        return save_change(
            order,
            by=by,
            at=at,
            action="service.waiting",
            changes=changes | {"waits_for": [None, waits_for]},
            reason=note,
        )


def resume_order(*, order_id: int, by: User, at: datetime) -> ServiceOrder:
    """Go on: the completion clock runs again."""
    with locked_order(order_id, by, "resume") as order:
        changes = move(order, Status.UNDER_WAY)
        order.started_at = order.started_at or at
        end_wait(order, at)
        return save_change(order, by=by, at=at, action="service.resumed", changes=changes)


def finish_order(
    *,
    order_id: int,
    content: str,
    cause: OrderCause | None = None,
    hours: Decimal | None = None,
    material: str = "",
    cost: Decimal | None = None,
    charge: Decimal | None = None,
    ask_on: date | None = None,
    by: User,
    at: datetime,
) -> ServiceOrder:
    """The work is done: the completion clock ends. `cost` and `charge` in the company's currency; on `ask_on` the person who has
    it is reminded to ask how it works. Refuses with code content where nobody says what was done, past for a day that is over.
    """
    if not content.strip():
        raise Refused(
            _("Say what was done: the customer and your colleagues read it."), code="content", field="content"
        )
    if ask_on and ask_on < local_date(at):
        raise Refused(_("This day is over: on which day will you ask?"), code="past", field="ask_on")
    with locked_order(order_id, by, "finish") as order:
        changes = move(order, Status.DONE) | _take(order, by, at)
        end_wait(order, at)
        order.content, order.cause, order.hours, order.done_at = content.strip(), cause, hours, at
        order.material, order.cost, order.charge, order.ask_on = material.strip(), cost, charge, ask_on
        save_change(order, by=by, at=at, action="service.done", changes=changes)
        telling.done(order, by=by, at=at)
        watching.reopen_relapsed(at=at, customer_id=order.customer_id)
        return order


def _take(order: ServiceOrder, by: User, at: datetime) -> dict[str, list]:
    """An order that nobody has becomes that of whoever works on it."""
    if order.assigned_id is not None:
        return {}
    order.assigned, order.assigned_at = by, at
    return {"assigned": [None, str(by)]}


def end_wait(order: ServiceOrder, at: datetime) -> None:
    """It waits no longer."""
    OrderWait.objects.filter(order=order, until=None).update(until=at)
