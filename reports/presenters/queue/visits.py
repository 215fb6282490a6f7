"""Return visits in the queue: those to make, reports to write, and for owners the demands that customers named (rows T21, T23)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from contracts.domain.after_sales_people import staff
from crm_project.accounts.domain.access import may, scope
from crm_project.lib.language import in_language
from crm_project.lib.time import at_hour, local_date
from crm_project.ui.links import link
from reports.domain import queue
from service.domain.access import hears
from service.rules.visits import HELD

from .rows import ANSWER, TASK, Action, Choice, Row, from_home, part_of

MORNING = 9


def rows(user, at):
    """Visits of the next days, reports, demands; nothing, and no query, for those who have no part in service."""
    if not may(user, "service.record"):
        return []
    today, deals = local_date(at), may(user, "deal.work")
    heads = scope(user, "service.view") == "all" and hears(user)
    found = list(queue.service_work(user.pk, today + timedelta(days=7), today, heads=heads))
    demand = queue.DEMAND
    open_ = any(row["who"] is None and row["status"] != demand for row in found)
    people = [(str(one.pk), str(one)) for one in staff()] if open_ and heads else []
    return [
        _demand(row, at) if row["status"] == demand else _visit(row, at, people)
        for row in found
        if deals or row["status"] != demand
    ]


def _visit(row, at, people):
    held, name, url = row["status"] == HELD, row["name"], link("service:visit", row["pk"])
    day = row["ends"] if held else row["begins"]
    late, moment = day < local_date(at), at_hour(day, MORNING)
    if held:
        why = _("report late since %(day)s") if late else _("report due %(day)s")
        write = link("service:visit_report", row["pk"])
        act = Action(_("Write the report"), write, "journal-check", name, drawer=False)
    else:
        why = _("overdue since %(day)s") if late else _("due %(day)s")
        act = Action(_("Open"), url, "arrow-right", name, drawer=False)
    if row["who"] is None:
        why = _("Nobody has it yet") + " · " + why
    return Row(
        key=f"visit-{row['pk']}",
        about=row["about"],
        part=part_of(moment, at),
        rank=TASK,
        moment=moment,
        name=name,
        url=url,
        why=_("Return visit: %(why)s") % {"why": why % {"day": day.isoformat()}},
        icon="chat-square-heart",
        act=act,
        choice=_give(row, people) if row["who"] is None and people else None,
    )


def _give(row, people):
    """Who makes it, in one step."""
    return Choice(
        url=link("service:visit_assign", row["pk"]),
        field="person",
        options=[("", _("by rotation")), *people],
        label=_("Who visits %(name)s?") % {"name": row["name"]},
        button=_("Assign"),
    )


def _demand(row, at):
    name, moment = row["name"], at_hour(row["ends"], MORNING)
    goods = in_language(row["goods"] or "", row["goods_zh"] or "")
    deal, aside = link("service:demand_deal", row["pk"]), link("service:demand_aside", row["pk"])
    return Row(
        key=f"demand-{row['pk']}",
        about=row["about"],
        part=part_of(moment, at),
        rank=ANSWER,
        moment=moment,
        name=name,
        url=deal,
        why=_("Demand named at a return visit: %(text)s") % {"text": " – ".join(filter(None, [goods, row["text"]]))},
        icon="cart",
        act=Action(_("Open a deal"), deal, "kanban", name, drawer=False),
        also=[Action(_("Put aside"), from_home(aside), "x-lg", name, drawer=False)],
    )
