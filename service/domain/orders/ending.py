"""How an order ends: confirmed by the customer, closed, cancelled; and opened again as a new one (row Ni21)."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused, given
from service.domain.saving import move
from service.models import ServiceOrder
from service.models.choices import Status

from .lock import locked_order, save_change
from .recording import FIELDS, record_order
from .working import end_wait

COPIED = tuple(name for name in FIELDS if name != "reported_at")


def confirm_order(*, order_id: int, by: User, at: datetime) -> ServiceOrder:
    """The customer says that it is done."""
    with locked_order(order_id, by, "confirm") as order:
        order.confirmed_at = at
        return save_change(order, by=by, at=at, action="service.confirmed", changes=move(order, Status.CONFIRMED))


def close_order(*, order_id: int, by: User, at: datetime) -> ServiceOrder:
    """Nothing is left to do; a release that waited for it does so no longer."""
    with locked_order(order_id, by, "close") as order:
        order.closed_at = at
        return save_change(order, by=by, at=at, action="service.closed", changes=move(order, Status.CLOSED))


def cancel_order(*, order_id: int, reason: str, by: User, at: datetime) -> ServiceOrder:
    """It is not needed any more, or was recorded by mistake. Refuses with code reason without one."""
    reason = given(reason)
    with locked_order(order_id, by, "cancel") as order:
        changes = move(order, Status.CANCELLED)
        order.closed_at, order.ended_reason = at, reason
        end_wait(order, at)
        return save_change(order, by=by, at=at, action="service.cancelled", changes=changes, reason=reason)


def reopen_order(*, order_id: int, reason: str, by: User, at: datetime) -> ServiceOrder:
    """The same trouble again: a new order that names the closed one. Refuses with code again where that was done already."""
    reason = given(reason)
    with locked_order(order_id, by, "reopen") as order:
        later = order.reopened_as.first()
        if later is not None:
            raise Refused(
                _("%(number)s was reopened as %(later)s: go on there.")
                % {"number": order.number, "later": later.number},
                code="again",
            )
        fields = {name: getattr(order, name) for name in COPIED} | {"reported_at": at}
        fields |= {"description": reason, "lines": order.lines.all()}
        person = order.assigned if order.assigned_id == by.pk else None
        return record_order(customer_id=order.customer_id, by=by, at=at, fields=fields, assigned=person, reopens=order)
