"""What an order says, as the facts of its page: recorded, bought products with their warranty, done (row Ni21)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.money import money_text
from crm_project.lib.time import local_date, minute
from service.domain import warranty

from . import warranty as warranty_text


def facts(order, helpers):
    """[(label, value)] of what was recorded, empty ones left out; `helpers`: of the order."""
    contact = order.contact
    found = [
        (_("Kind"), f"{order.kind} · {order.category}" if order.category else str(order.kind)),
        (_("Contract"), str(order.contract) if order.contract else ""),
        (_("Other product"), order.product),
        (_("Reason for the kind"), order.kind_reason),
        (_("Contact"), contact.name if contact else ""),
        (_("Reported"), f"{minute(order.reported_at)} · {order.get_channel_display()}"),
        (pgettext("order", "Reported by"), order.reported_by),
        (_("Assigned to"), str(order.assigned) if order.assigned else ""),
        (_("Helpers"), ", ".join(str(one) for one in helpers)),
        (_("Recorded by"), f"{order.recorded_by or ''} · {minute(order.recorded_at)}"),
    ]
    return [(label, value) for label, value in found if value]


def products(order):
    """[{name, note}] of what was bought, with its warranty as it was when the order was reported."""
    ids = set(order.lines.values_list("pk", flat=True))
    known = warranty.warranties(order.customer_id, ids) if ids else []
    on = local_date(order.reported_at)
    return [{"name": one.product, "note": f"{one.contract} · {warranty_text.standing(one, on)}"} for one in known]


def done_facts(order):
    """The same of what was done; empty before that."""
    if not order.done_at:
        return []
    found = [
        (_("Done"), minute(order.done_at)),
        (_("Cause"), str(order.cause) if order.cause else ""),
        (_("Hours of work"), f"{order.hours.normalize():f}" if order.hours is not None else ""),
        (_("Material"), order.material),
        (_("Cost"), _money(order.cost)),
        (_("Charged to the customer"), _money(order.charge)),
        (_("Confirmed by the customer"), minute(order.confirmed_at)),
        (_("Ask again on"), order.ask_on.isoformat() if order.ask_on else ""),
    ]
    return [(label, value) for label, value in found if value]


def _money(value):
    return "" if value is None else money_text(value)
