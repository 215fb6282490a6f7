"""What every verb of orders begins and ends with: lock, who may, in which status, the countdown, the record (rows Ni21, Ne10)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from service.domain import access, saving
from service.domain.targets import stored
from service.domain.targets.facts import NEAR
from service.models import ServiceOrder
from service.models.choices import Status
from service.rules.steps import CANCELLED, CLOSED, DONE, MANAGED, RECORDED, STEPS

from .stood import stood

# With these an order begins or ends to be one for which a release waits, or to be work that counts as contact.
MOVES_DEADLINES = {RECORDED, DONE, CLOSED, CANCELLED}


@contextmanager
def locked_order(order_id: int, by: User, step: str) -> Iterator[ServiceOrder]:
    """An order for a step (`rules.steps`), its customer locked before it, around one transaction; it carries how it `stood`.

    Refuses with code status an order that stands elsewhere by now, in words that say who was faster, with code denied whoever
    may not take the step.
    """
    with transaction.atomic():
        locked(ServiceOrder.objects.values_list("customer_id", flat=True).get(pk=order_id))
        order = lock_row(order_id)
        order.stood = stood(order)
        if order.status not in STEPS[step]:
            raise Refused(_stands(order), code="status")
        if not access.may_step(by, order, step):
            raise Refused(
                _("Only a service manager may do this.") if step in MANAGED else _not_yours(order), code="denied"
            )
        yield order


def lock_row(order_id: int) -> ServiceOrder:
    """The order locked, with what its clock is judged by; its customer was locked before."""
    rows = ServiceOrder.objects.select_for_update(no_key=True, of=("self",)).select_related(*NEAR, "assigned")
    return rows.get(pk=order_id)


def _stands(order: ServiceOrder) -> str:
    said = {"number": order.number, "status": order.get_status_display(), "person": order.assigned or ""}
    if order.status == Status.ACCEPTED and order.assigned:
        return _("%(person)s has accepted %(number)s already: reload the page.") % said
    return _("%(number)s is “%(status)s” by now: reload the page.") % said


def _not_yours(order: ServiceOrder) -> str:
    if order.assigned:
        return _("%(number)s is assigned to %(person)s: ask them or a service manager.") % {
            "number": order.number,
            "person": order.assigned,
        }
    return _("Only service staff work on orders: ask a service manager.")


def save_change(
    order: ServiceOrder, *, by: User, at: datetime, action: str, changes: Mapping[str, list[Any]], reason: str = ""
) -> ServiceOrder:
    """Save the order, its due times anew, and note it in the audit; a release that waits for it, or does so no longer, and a
    contact by it move the deadline. `changes`: {field: [old, new]}."""
    stored.settle([order], at)
    saving.record_change(order, by=by, at=at, action=action, changes=changes, reason=reason)
    if "kind" in changes or MOVES_DEADLINES.intersection(changes.get("status", ())):
        deadlines.refresh([order.customer_id], at=at, locked=True)
    return order
