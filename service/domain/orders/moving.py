"""An order moved to another status, as on the board: the step that leads there is taken, or said why none does (row Ni21)."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from service.models import ServiceOrder
from service.models.choices import Status
from service.rules.steps import goals, step_to

from .ending import close_order, confirm_order
from .lock import locked_order
from .working import accept_order, resume_order, start_order

# Steps that ask nothing; the others have a form.
AT_ONCE: dict[str, Callable[..., ServiceOrder]] = {
    "accept": accept_order,
    "start": start_order,
    "resume": resume_order,
    "confirm": confirm_order,
    "close": close_order,
}


def move_order(*, order_id: int, to: str, by: User, at: datetime) -> tuple[str, ServiceOrder]:
    """(the step that was taken, the order). Refuses with code way where no step leads there, asks where the step has a form to
    fill in, and with what the step refuses.
    """
    order = ServiceOrder.objects.get(pk=order_id)
    step = step_to(order.status, to)
    if step is None:
        raise Refused(_no_way(order, to), code="way")
    if step in AT_ONCE:
        return step, AT_ONCE[step](order_id=order_id, by=by, at=at)
    with locked_order(order_id, by, step):
        raise Refused(_("This needs a few words: fill in the form."), code="asks")


def _no_way(order: ServiceOrder, to: str) -> str:
    said = {"number": order.number, "status": order.get_status_display()}
    ways = [f"“{Status(goal).label}”" for goal in goals(order.status)]
    if order.status == to:
        return _("%(number)s is “%(status)s” already.") % said
    if not ways:
        return _("%(number)s is “%(status)s”: it moves no further.") % said
    return _("%(number)s is “%(status)s”: from there it goes to %(ways)s.") % {**said, "ways": _(", ").join(ways)}
