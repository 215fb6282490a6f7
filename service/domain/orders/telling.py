"""Who hears of an order (row Nh3)."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.notices.domain.notify import tell
from service.domain import access
from service.models import ServiceOrder
from service.models.choices import Priority


def _page(order: ServiceOrder) -> str:
    return reverse("service:order", args=[order.pk])


def _tell(order: ServiceOrder, kind: str, people: list[User | None], by: User, at: datetime) -> None:
    others = [person for person in people if person and person.pk != by.pk]
    tell(
        others,
        kind,
        at=at,
        url=_page(order),
        person=str(by),
        number=order.number,
        subject=order.subject,
        customer=order.customer.name,
    )


def recorded(order: ServiceOrder, *, by: User, at: datetime) -> None:
    """The person it is for; without one, and where it is urgent, the service managers."""
    if order.assigned_id:
        _tell(order, "service_assigned", [order.assigned], by, at)
    elif order.priority in (Priority.HIGH, Priority.URGENT):
        _tell(order, "service_unassigned", list(access.managers()), by, at)


def assigned(order: ServiceOrder, *, by: User, at: datetime) -> None:
    """The person it was given to."""
    _tell(order, "service_assigned", [order.assigned], by, at)


def helps(order: ServiceOrder, people: Sequence[User], *, by: User, at: datetime) -> None:
    """Those who now help."""
    _tell(order, "service_helps", list(people), by, at)


def done(order: ServiceOrder, *, by: User, at: datetime) -> None:
    """Who recorded it, and the customer's owner."""
    _tell(order, "service_done", _told_of_done(order), by, at)


def assignment_undone(order: ServiceOrder, had: User | None, *, by: User, at: datetime) -> None:
    """Who was told that it was theirs."""
    _tell(order, "service_assignment_undone", [had], by, at)


def done_undone(order: ServiceOrder, *, by: User, at: datetime) -> None:
    """Who was told that it was done."""
    _tell(order, "service_done_undone", _told_of_done(order), by, at)


def _told_of_done(order: ServiceOrder) -> list[User | None]:
    held = order.customer.ownership_or_none
    return [order.recorded_by, held.owner if held else None]
