"""Remedial plans that wait for a person, and tasks of such plans that they have, as rows of the queue (row M16)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.time import minute
from crm_project.ui.links import link
from reports.domain.queue import PLAN, TASK
from service.models.choices import Step
from service.rules.remedial_steps import DECISIONS

from .rows import APPROVAL, DEADLINE, NOW, Action, Row, part_of


def rows(found, at):
    """Those among what is put to the person (`queue.put_to`)."""
    return [_row(row, at) for row in found if row["kind"] in (PLAN, TASK)]


def _row(row, at):
    task = row["kind"] == TASK
    url = link("service:remedial_task" if task else "service:remedial_plan", row["pk"])
    what = _("Task in a remedial plan") if task else str(Step(row["at"]).label)
    due = row["moment"]
    # Others wait for a decision: it stands above what is to be done this week, as every request does.
    decides = not task and row["at"] in DECISIONS
    when = ""
    if due:
        late, open_ = pgettext("remedial plan", "was due %(due)s"), pgettext("remedial plan", "due %(due)s")
        when = (late if due <= at else open_) % {"due": minute(due)}
    return Row(
        key=f"remedial-{row['kind']}-{row['pk']}",
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
