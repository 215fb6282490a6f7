"""Who works on an order: assigned by a service manager, one or many at once (row Ni21)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from service.domain import access
from service.models import ServiceOrder
from service.models.choices import RUNNING

from . import telling
from .lock import locked_order, save_change


def assign_order(*, order_id: int, person: User, by: User, at: datetime) -> ServiceOrder:
    """Give it to somebody of the staff. Refuses with code staff, denied, status."""
    if not access.works(person) or not person.is_active:
        raise Refused(_("%(person)s is not service staff.") % {"person": person}, code="staff", field="person")
    with locked_order(order_id, by, RUNNING, manager=True) as order:
        if order.assigned_id == person.pk:
            return order
        changes = {"assigned": [str(order.assigned) if order.assigned else None, str(person)]}
        order.assigned = person
        save_change(order, by=by, at=at, action="service.assigned", changes=changes)
        telling.assigned(order, by=by, at=at)
        return order


def least_busy(people: Sequence[User]) -> User:
    """Whose turn it is: who has the fewest orders to work on, the first by name among equals."""
    busy = access.load(list(people))
    return min(people, key=lambda person: busy.get(person.pk, 0))
