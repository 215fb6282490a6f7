"""Return visits in the queue: those to make, reports to write, and for owners the demands that customers named (rows T21, T23)."""

from datetime import datetime, time

from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import may
from crm_project.lib.time import local_date, zone
from crm_project.ui.links import link
from reports.domain import queue
from service.presenters.visit_rows import demand_text

from .rows import ANSWER, TASK, Action, Row, from_home, part_of


def rows(user, at):
    """Visits of the next days and late reports; nothing, and no query, for those who have no part in service."""
    if not may(user, "service.record"):
        return []
    found = [_visit(visit, at) for visit in queue.visits(user.pk, local_date(at))]
    if may(user, "deal.work"):
        found += [_demand(demand, at) for demand in queue.demands(user.pk)]
    return found


def _visit(visit, at):
    held = visit.status == "held"
    day = visit.report_due_on if held else visit.due_on
    moment = datetime.combine(day, time(9), zone())
    late = day < local_date(at)
    url = link("service:visit", visit.pk)
    if held:
        why = _("report late since %(day)s") if late else _("report due %(day)s")
        act = Action(
            _("Write the report"),
            link("service:visit_report", visit.pk),
            "journal-check",
            visit.customer.name,
            drawer=False,
        )
    else:
        why = _("overdue since %(day)s") if late else _("due %(day)s")
        act = Action(_("Open"), url, "arrow-right", visit.customer.name, drawer=False)
    return Row(
        key=f"visit-{visit.pk}",
        part=part_of(moment, at),
        rank=TASK,
        moment=moment,
        name=visit.customer.name,
        url=url,
        why=_("Return visit: %(why)s") % {"why": why % {"day": day.isoformat()}},
        icon="chat-square-heart",
        act=act,
    )


def _demand(demand, at):
    name = demand.visit.customer.name
    url = link("service:demand_deal", demand.pk)
    return Row(
        key=f"demand-{demand.pk}",
        part=part_of(demand.visit.reported_at, at),
        rank=ANSWER,
        moment=demand.visit.reported_at,
        name=name,
        url=link("service:visit", demand.visit_id),
        why=_("Demand named at a return visit: %(text)s") % {"text": demand_text(demand)},
        icon="cart",
        act=Action(_("Open a deal"), url, "kanban", name, drawer=False),
        also=[Action(_("Put aside"), from_home(link("service:demand_aside", demand.pk)), "x-lg", name, drawer=False)],
    )
