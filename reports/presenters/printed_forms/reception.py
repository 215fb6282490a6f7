"""The plan of a reception on paper, for everybody who has something to do in it; blank, to be filled in by hand (rows M11, T4)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.models import Reception
from activities.presenters.receptions import pages
from crm_project.lib.language import with_note
from crm_project.lib.money import money_text
from crm_project.lib.pdf_boxes import Box
from customers.domain.access.masking import CLEAR

from .sheet import listed, pdf, section

ROWS = 6


def reception(printing, customer=None, *, row=None, mask=CLEAR):
    """As its page shows it, with the result where it is recorded; blank without one."""
    room = 0 if row else ROWS
    said = dict(pages.facts(row, mask)) if row else {}
    plan = [
        Box(_("Level"), said.get(_("Level"), "")),
        Box(pgettext("reception", "When"), said.get(pgettext("reception", "When"), "")),
        Box(_("Place"), said.get(_("Place"), "")),
        Box(_("Host"), said.get(_("Host"), "")),
        Box(_("Takes part"), said.get(_("Takes part"), ""), 0 if row else 1),
        Box(_("Purpose"), mask.text(row.purpose) if row else "", 1),
    ]
    guests = [[guest["name"], guest["position"], _came(guest)] for guest in pages.guests(row, mask)] if row else []
    steps = [[step["time"], step["what"], step["who"]] for step in pages.steps(row, mask)] if row else []
    tasks = [[task["title"], task["who"], task["due"], task["state"]] for task in pages.tasks(row, mask)] if row else []
    story = [
        *section(pgettext("reception", "Plan"), plan),
        *listed(_("Guests"), [_("Name"), _("Position"), _("Came")], guests, [70, 70, 26], empty=room),
        *listed(
            _("Schedule"),
            [_("Time"), pgettext("schedule", "What"), pgettext("schedule", "Who")],
            steps,
            [24, 92, 50],
            empty=room if row is None else 2,
        ),
        *_gifts(row, mask),
        *(
            listed(_("Tasks"), [_("Task"), pgettext("task", "For"), _("Due"), _("Done")], tasks, [70, 36, 36, 24])
            if tasks
            else []
        ),
        *section(_("Note"), [Box(_("Note"), mask.text(row.note) if row else "", 2)]),
        *section(_("Result"), [Box(_("What was agreed"), mask.text(row.agreed) if row else "", 4)]),
    ]
    mark = pgettext("reception", "Cancelled") if row and row.state == Reception.State.CANCELLED else ""
    signers = [_("Host"), _("Checked by")]
    return pdf(_("Plan of a reception"), story, printing=printing, customer=customer, signers=signers, mark=mark)


def _came(guest):
    return "" if guest["came"] is None else _("yes") if guest["came"] else _("no")


def _gifts(row, mask):
    """Gifts with their values, and the cost."""
    if row is None:
        return listed(_("Gifts"), [_("Gift"), _("Value")], [], [120, 46], empty=2)
    found = pages.gifts(row, mask)
    chosen = found["given"] or found["planned"]
    rows = [[what, value] for what, value in chosen]
    if rows:
        rows.append([_("Total"), found["given_sum"] if found["given"] else found["planned_sum"]])
    cost = row.cost if row.real_cost is None else row.real_cost
    label = _("Estimated cost") if row.real_cost is None else _("Real cost")
    boxes = [Box(label, with_note(money_text(cost), row.level))] if cost is not None else []
    return [
        *(listed(_("Gifts"), [_("Gift"), _("Value")], rows, [120, 46]) if rows else []),
        *(section(pgettext("reception", "Cost"), boxes) if boxes else []),
    ]
