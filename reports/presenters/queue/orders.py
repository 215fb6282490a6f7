"""Service orders that wait for a person, as rows of the queue: their own, and for the service managers nearest to the work those that nobody has (row Ni21)."""

from django.utils.translation import gettext as _

from contracts.domain.after_sales_people import staff
from crm_project.lib.time import local_date, start_of_day
from crm_project.ui.links import link
from reports.domain import queue
from service.domain import access
from service.domain.targets import stored, versions
from service.presenters import clock

from .rows import APPOINTMENT, DEADLINE, NOW, Action, Choice, Row, part_of


def rows(user, at):
    """The next due first; nothing, and no query, for those who do not work in service."""
    if not access.works(user):
        return []
    asked = [_ask_row(order) for order in queue.orders_to_ask_about(user, local_date(at))]
    hears = access.hears(user)
    found = list(queue.orders(user, unassigned=hears))
    if not found:
        return asked
    targets = versions.targets_at(at)
    standings = stored.standings(found, at, targets)
    people = [(str(one.pk), str(one)) for one in staff()] if hears else []
    return [_row(order, standings[order.pk], targets.remind_at, at, people) for order in found] + asked


def _ask_row(order):
    """Done, and to be asked about."""
    url = link("service:order", order.pk)
    return Row(
        key=f"ask-{order.pk}",
        about=order.customer_id,
        part=NOW,
        rank=APPOINTMENT,
        moment=start_of_day(order.ask_on),
        name=order.subject,
        url=url,
        why=" · ".join([order.number, order.customer.name, _("Ask how it works, then close the order")]),
        icon="telephone",
        act=Action(_("Open"), url, "arrow-right", order.subject, drawer=False),
    )


def _row(order, standing, share, at, people):
    running = [line for line in clock.lines(standing, share) if line.runs]
    url = link("service:order", order.pk)
    said = [order.number, order.customer.name, *(f"{line.label}: {line.text}" for line in running[:1])]
    if order.assigned_id is None:
        said.insert(0, _("Nobody has it yet"))
    return Row(
        key=f"order-{order.pk}",
        about=order.customer_id,
        part=part_of(order.due_at, at) if order.due_at else NOW,
        rank=DEADLINE,
        moment=order.due_at or order.reported_at,
        name=order.subject,
        url=url,
        why=" · ".join(said),
        icon="tools",
        act=Action(_("Open"), url, "arrow-right", order.subject, drawer=False),
        choice=_give(order, people) if order.assigned_id is None and people else None,
    )


def _give(order, people):
    """To whom it is given, in one step."""
    return Choice(
        url=link("service:give", order.pk),
        field="person",
        options=[("", _("by rotation")), *people],
        label=_("Who works on %(number)s?") % {"number": order.number},
        button=_("Assign"),
    )
