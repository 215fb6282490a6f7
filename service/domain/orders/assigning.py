"""Who works on an order: assigned by a service manager (row Ni21)."""

from datetime import datetime

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from service.domain import access
from service.models import ServiceOrder

from . import telling
from .lock import locked_order, save_change


def assign_order(*, order_id: int, person: User | None, by: User, at: datetime) -> ServiceOrder:
    """Give it to somebody of the staff; None: to the one with the fewest orders. Refuses with code staff, denied, status."""
    person = person or access.least_busy()
    if person is None:
        raise Refused(_("There is no service staff yet: an admin gives somebody the role."), code="staff")
    check_staff(person, field="person")
    with locked_order(order_id, by, "assign") as order:
        if order.assigned_id == person.pk:
            return order
        changes = {"assigned": [str(order.assigned) if order.assigned else None, str(person)]}
        order.assigned = person
        save_change(order, by=by, at=at, action="service.assigned", changes=changes)
        telling.assigned(order, by=by, at=at)
        return order


def check_staff(person: User, *, field: str) -> None:
    """Refuse with code staff whoever does not work in service."""
    if not person.is_active or not access.works(person):
        raise Refused(_("%(person)s is not service staff.") % {"person": person}, code="staff", field=field)
