"""Tasks, appointments and planned next contacts as rows of the queue (rows Z5, Nc5, Nf12)."""

from django.utils.translation import gettext as _

from activities.models.choices import TaskKind
from activities.presenters.agenda import ICONS, KINDS, tab_of, when
from crm_project.ui.links import link
from customers.domain.access import helping
from reports.domain import queue

from .rows import APPOINTMENT, NEXT_STEP, TASK, Action, Row, from_home, part_of

APPOINTMENTS = (TaskKind.CALL, TaskKind.MEETING, TaskKind.VISIT)


def found_of(user, end):
    """([task], ids of customers that one works on), without next contacts of customers lost meanwhile; at most two queries."""
    found = list(queue.tasks(user.pk, end))
    mine = {row["customer_id"] for row in found if row["owner"] == user.pk}
    others = {row["customer_id"] for row in found} - mine - {None}
    if others:
        mine |= set(helping(user).filter(customer_id__in=others).values_list("customer_id", flat=True))
    return [row for row in found if not row["followup_id"] or row["customer_id"] in mine], mine


def rows(found, mine, at, phones):
    """Rows of the queue; a number only of customers that one works on."""
    return [_row(row, at, phones if row["customer_id"] in mine else None) for row in found]


def _row(row, at, phones):
    pk, customer, due = row["pk"], row["customer_id"], row["due_at"]
    rank = NEXT_STEP if row["followup_id"] else APPOINTMENT if row["kind"] in APPOINTMENTS else TASK
    edit = link("activities:task_edit", pk)
    kind = _("Next contact") if rank == NEXT_STEP else str(KINDS.get(row["kind"], ""))
    name = row["customer__name"] or row["title"]
    open_task = Action(_("Open"), from_home(edit), "check2-square", row["title"])
    act, also = open_task, []
    if phones:
        act = Action(_("Follow up"), from_home(link("activities:followup_new", customer)), "chat-dots", name)
        also = [open_task]
    return Row(
        key=f"task-{pk}",
        about=customer,
        part=part_of(due, at),
        rank=rank,
        moment=due,
        name=name,
        url=link("customers:detail", customer) if phones else edit,
        why=_("%(kind)s: %(title)s") % {"kind": kind, "title": row["title"]}
        if customer and row["title"] != kind
        else kind,
        icon=ICONS.get(row["kind"], "check2-square"),
        act=act,
        also=also,
        customer=customer if phones else None,
        phone=phones.of(customer) if phones else None,
        clock=(when(due, at), _state(due, at), None, ""),
        tick={"url": link("activities:task_done", pk), "label": _("Done: %(title)s") % {"title": row["title"]}},
    )


def _state(due, at):
    """Softer than the deadline of a customer: nothing is lost by it yet."""
    return "due" if due < at else "soon" if tab_of(due, at) == "today" else "ok"
