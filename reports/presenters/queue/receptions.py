"""Receptions that a host has to record, as rows of the queue (row M11)."""

from django.utils.translation import gettext as _

from crm_project.lib.time import minute
from crm_project.ui.links import link
from reports.domain.queue import RECEPTION

from .rows import DEADLINE, Action, Row, part_of


def rows(found, at):
    """Those among what is put to the person (`queue.put_to`)."""
    return [_row(row, at) for row in found if row["kind"] == RECEPTION]


def _row(row, at):
    ended = row["moment"]
    when = _("ended %(moment)s") % {"moment": minute(ended)}
    url = link("activities:reception_record", row["pk"])
    return Row(
        key=f"reception-{row['pk']}",
        about=row["file"],
        part=part_of(ended, at),
        rank=DEADLINE,
        moment=ended,
        name=row["name"],
        url=link("activities:reception", row["pk"]),
        why=" · ".join([_("Reception to be recorded"), row["about"], when]),
        icon="people",
        act=Action(_("Record"), url, "arrow-right", row["name"], drawer=False),
    )
