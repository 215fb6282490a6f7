"""The reverse of the steps of an order, for some minutes after them: it stands as before, clocks and measured times with it (row Ni21)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.undo.domain.built_on import work_on
from service.domain.saving import move
from service.models import OrderWait, PlanMove, ReturnVisit, ServiceOrder
from service.models.choices import Move, Status
from service.rules.steps import CANCELLED, LEADS_TO

from . import telling
from .lock import lock_row, save_change
from .stood import put_back


def lock(order_id: int) -> ServiceOrder:
    """Its customer, then the order."""
    locked(ServiceOrder.objects.values_list("customer_id", flat=True).get(pk=order_id))
    return lock_row(order_id)


def built_on(*, order_id: int, step: str, before: JsonObject, moment: datetime) -> str:
    """Why this step, taken at `moment`, can't be undone (any more), as a part of a sentence, or "". Reads only."""
    order = ServiceOrder.objects.get(pk=order_id)
    if order.status != _led_to(step, before):
        return _("it is “%(status)s” by now") % {"status": order.get_status_display()}
    later = order.reopened_as.first()
    if later is not None:
        return _("%(later)s continues it") % {"later": later.number}
    if step == "finish":
        plan = PlanMove.objects.filter(order=order, kind=Move.REOPENED, at__gte=moment).select_related("plan").first()
        if plan is not None:
            return _("it reopened the remedial plan %(number)s") % {"number": plan.plan.number}
        if ReturnVisit.objects.filter(order=order, planned_at__gte=moment).exists():
            return _("a return visit is planned because of it")
    return work_on("serviceorder", order_id, after=moment)


def undo_step(
    *, order_id: int, step: str, before: JsonObject, moment: datetime, by: User, at: datetime
) -> ServiceOrder:
    """Put the order back to how it stood `before` the step that was taken at `moment`. Refuses with code moved_on where it stands
    elsewhere by now.
    """
    with transaction.atomic():
        order = lock(order_id)
        if order.status != _led_to(step, before):
            raise Refused(_("The order has changed since: reload the page."), code="moved_on")
        had, content = order.assigned, order.content
        put_back(order, before)
        changes: dict[str, list[Any]] = _moved(order, _led_to(step, before))
        if had != order.assigned:
            changes["assigned"] = [str(had) if had else None, str(order.assigned) if order.assigned else None]
        if content != order.content:
            changes["content"] = [content, order.content]
        if step == "wait":
            OrderWait.objects.filter(order=order, since=moment, until=None).delete()
        else:
            OrderWait.objects.filter(order=order, until=moment).update(until=None)
        if "helpers" in before:
            order.helpers.set(User.objects.filter(pk__in=before["helpers"]))
        save_change(order, by=by, at=at, action="service.undone", changes=changes)
        if step == "assign" and had != order.assigned:
            telling.assignment_undone(order, had, by=by, at=at)
        if step == "finish":
            telling.done_undone(order, by=by, at=at)
        return order


def _led_to(step: str, before: JsonObject) -> str:
    """The status in which the step left the order."""
    if step == "cancel":
        return CANCELLED
    return LEADS_TO.get(step) or str(before["status"])


def _moved(order: ServiceOrder, was: str) -> dict[str, list[Any]]:
    """The change of the status, for the record; none where the step changed none."""
    if order.status == was:
        return {}
    now, order.status = Status(order.status), was
    return move(order, now)
