"""Who works on an order: assigned by a service manager, to a person or by rotation (rows Ni21, Ne9)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from service.domain import access, rotation
from service.models import ServiceOrder

from . import telling
from .lock import locked_order, save_change


def assign_order(
    *, order_id: int, person: User | None, helpers: Sequence[User] | None = None, by: User, at: datetime
) -> ServiceOrder:
    """Give it to somebody of the staff; None: by rotation, then the order that is returned says whose turn it was (`given_by`). `helpers` may
    work on it too (None: as they are).

    Refuses with code staff, denied, status.
    """
    if person is not None:
        check_staff(person, field="person")
    with locked_order(order_id, by, "assign") as order:
        changes: dict[str, list[Any]] = {}
        to = person or by_rotation(order, changes, at)
        fresh = _fresh_helpers(order, helpers, to)
        if fresh is not None:
            changes["helpers"] = [_names(order.helpers.all()), _names(fresh)]
            order.stood = {**(order.stood or {}), "helpers": list(order.helpers.values_list("pk", flat=True))}
            new = [one for one in fresh if one not in order.helpers.all()]
            order.helpers.set(fresh)
            telling.helps(order, new, by=by, at=at)
        if order.assigned_id != to.pk:
            changes["assigned"] = [str(order.assigned) if order.assigned else None, str(to)]
            order.assigned, order.assigned_at = to, at
            telling.assigned(order, by=by, at=at)
        if set(changes) <= {"rotation"}:
            order.stood = None  # nothing has changed, so nothing can be undone
            return order
        return save_change(order, by=by, at=at, action="service.assigned", changes=changes)


def by_rotation(order: ServiceOrder, changes: dict[str, list[Any]], at: datetime) -> User:
    """Whose turn it is to get this locked order; why is noted on the order and for the record. Refuses with code staff."""
    order.given_by = rotation.next_for_order(at)
    changes["rotation"] = [None, order.given_by.open]
    return User.objects.get(pk=order.given_by.person)


def _fresh_helpers(order: ServiceOrder, helpers: Sequence[User] | None, person: User) -> list[User] | None:
    """Whom it then has as helpers; None where they stay."""
    if helpers is None:
        return None
    for one in helpers:
        check_staff(one, field="helpers")
    fresh = [one for one in helpers if one.pk != person.pk]
    return fresh if {one.pk for one in fresh} != set(order.helpers.values_list("pk", flat=True)) else None


def _names(people: Iterable[User]) -> str:
    return ", ".join(str(one) for one in people)


def check_staff(person: User, *, field: str) -> None:
    """Refuse with code staff whoever does not work in service."""
    if not person.is_active or not access.works(person):
        raise Refused(_("%(person)s is not service staff.") % {"person": person}, code="staff", field=field)
