"""An order that opened by itself, taken back because what opened it was a mistake (rows Ni21, T21)."""

from datetime import datetime

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from service.domain.saving import move
from service.domain.targets.facts import NEAR
from service.models import ServiceOrder
from service.models.choices import Status

from .lock import save_change


def withdraw_unaccepted(*, order_id: int, reason: str, by: User, at: datetime) -> ServiceOrder | None:
    """Cancel an order that nobody has accepted, whoever `by` is; None where somebody works on it, or it is over. Inside a transaction."""
    locked(ServiceOrder.objects.values_list("customer_id", flat=True).get(pk=order_id))
    rows = ServiceOrder.objects.select_for_update(no_key=True, of=("self",)).select_related(*NEAR, "assigned")
    order = rows.get(pk=order_id)
    if order.status != Status.RECORDED:
        return None
    changes = move(order, Status.CANCELLED)
    order.closed_at, order.ended_reason = at, reason
    return save_change(order, by=by, at=at, action="service.cancelled", changes=changes, reason=reason)
