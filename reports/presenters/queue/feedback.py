"""Feedback of customers that waits for a person's answer, as rows of the queue (row Nh8)."""

from django.utils.translation import gettext as _

from crm_project.lib.language import in_language
from crm_project.lib.time import minute
from crm_project.ui.links import link
from reports.domain.queue import FEEDBACK

from .rows import DEADLINE, Action, Row, part_of


def rows(found, at):
    """Those among what is put to the person (`queue.put_to`)."""
    return [_row(row, at) for row in found if row["kind"] == FEEDBACK]


def _row(row, at):
    url, due = link("customers:feedback_one", row["pk"]), row["moment"]
    when = (_("answer was due %(due)s") if due <= at else _("answer due %(due)s")) % {"due": minute(due)}
    return Row(
        key=f"feedback-{row['pk']}",
        about=row["file"],
        part=part_of(due, at, urgent_days=1),
        rank=DEADLINE,
        moment=due,
        name=row["name"],
        url=url,
        why=" · ".join([_("Customer feedback"), in_language(row["about"], row["number"]), when]),
        icon="chat-heart",
        act=Action(_("Answer"), url, "arrow-right", row["name"], drawer=False),
    )
