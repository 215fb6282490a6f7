"""Remedial plans that wait for a person, and tasks of such plans that they have, as rows of the queue (row M16)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.time import local_date, minute
from crm_project.ui.links import link
from reports.domain import queue
from service.models.choices import Step
from service.rules.remedial_steps import DECISIONS

from .rows import APPROVAL, DEADLINE, NOW, Action, Row, part_of


def rows(user, at):
    """The next due first; one query for everybody, as anybody may have a task or stand in for somebody."""
    return [_row(row, at) for row in queue.remedial(user.pk, local_date(at))]


def _row(row, at):
    url = link("service:remedial_task" if row["task"] else "service:remedial_plan", row["pk"])
    what = _("Task in a remedial plan") if row["task"] else str(Step(row["at"]).label)
    due = row["moment"]
    # Others wait for a decision: it stands above what is to be done this week, as every request does.
    decides = not row["task"] and row["at"] in DECISIONS
    when = ""
    if due:
        late, open_ = pgettext("remedial plan", "was due %(due)s"), pgettext("remedial plan", "due %(due)s")
        when = (late if due <= at else open_) % {"due": minute(due)}
    return Row(
        key=f"remedial-{row['task']}-{row['pk']}",
        about=row["file"],
        part=part_of(due, at) if due and not decides else NOW,
        rank=APPROVAL if decides else DEADLINE,
        moment=due or at,
        name=row["name"],
        url=url,
        why=" · ".join(text for text in (row["number"], what, row["about"], when) if text),
        icon="clipboard-check",
        act=Action(_("Open"), url, "arrow-right", row["name"], drawer=False),
    )
